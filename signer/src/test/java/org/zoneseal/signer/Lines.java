package org.zoneseal.signer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** A version's records as objects and as lines, in the order of its cursors. */
final class Lines {

    private Lines() {}

    /** All records, each signature right after what it covers. */
    static List<GeneratedZone.Entry> records(ZoneVersion version) {
        List<GeneratedZone.Entry> records = new ArrayList<>();
        add(records, version.nodeCursor());
        add(records, version.nsec3Cursor());
        return records;
    }

    private static void add(List<GeneratedZone.Entry> records, NodeCursor nodes) {
        while (nodes.next()) {
            byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
            nodes.owner(wire, 0);
            Name owner = Name.fromWire(wire, 0);
            RrsetCursor rrsets = nodes.rrsets();
            while (rrsets.next()) {
                add(records, owner, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
                add(records, owner, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
        }
    }

    private static void add(
            List<GeneratedZone.Entry> records, Name owner, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            byte[] rdata =
                    Arrays.copyOfRange(
                            rdatas.bytes(), rdatas.offset(), rdatas.offset() + rdatas.length());
            records.add(new GeneratedZone.Entry(owner, type, ttl, rdata));
        }
    }

    static List<String> of(ZoneVersion version) {
        return records(version).stream().map(Lines::line).toList();
    }

    static String line(GeneratedZone.Entry entry) {
        return entry.owner()
                + " "
                + entry.ttl()
                + " "
                + RecordTypes.name(entry.type())
                + " "
                + HexFormat.of().formatHex(entry.rdata());
    }
}
