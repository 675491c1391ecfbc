package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/** A version's records as lines, in the order in which its cursors give them. */
final class VersionLines {

    private VersionLines() {}

    static List<String> names(ZoneVersion version) {
        return of(version.nodeCursor());
    }

    static List<String> hashes(ZoneVersion version) {
        return of(version.nsec3Cursor());
    }

    static List<String> of(NodeCursor nodes) {
        List<String> lines = new ArrayList<>();
        while (nodes.next()) {
            RrsetCursor rrsets = nodes.rrsets();
            while (rrsets.next()) {
                Name owner = owner(nodes);
                add(lines, owner, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
                add(lines, owner, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
        }
        return lines;
    }

    static Name owner(NodeCursor node) {
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        node.owner(wire, 0);
        return Name.fromWire(wire, 0);
    }

    private static void add(
            List<String> lines, Name owner, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            byte[] rdata = new byte[rdatas.length()];
            System.arraycopy(rdatas.bytes(), rdatas.offset(), rdata, 0, rdata.length);
            lines.add(new GeneratedRecords.Entry(owner, type, ttl, rdata).line());
        }
    }
}
