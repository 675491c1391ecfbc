package org.zoneseal.interop.transfer;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** The records of a zone in canonical form, each as a line: what servers are compared in. */
final class CanonicalLines {

    private static final int SCRATCH = 70_000;

    private CanonicalLines() {}

    /** All records of a version, sorted. */
    static List<String> of(ZoneVersion version) {
        Set<String> lines = new TreeSet<>();
        NodeCursor cursor = version.allNodes();
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        while (cursor.next()) {
            cursor.owner(owner, 0);
            Name name = Name.fromWire(owner, 0);
            RrsetCursor rrsets = cursor.rrsets();
            while (rrsets.next()) {
                add(lines, name, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
                add(lines, name, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
        }
        return List.copyOf(lines);
    }

    private static void add(Set<String> lines, Name owner, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            lines.add(line(owner, ttl, type, rdatas.bytes(), rdatas.offset(), rdatas.length()));
        }
    }

    /** One record. */
    static String line(Name owner, long ttl, int type, byte[] rdata, int offset, int length) {
        byte[] canonical = new byte[SCRATCH];
        int size = RecordForm.of(type).canonical(rdata, offset, length, canonical, 0);
        return Name.fromWire(owner.toCanonicalWire(), 0)
                + " "
                + ttl
                + " "
                + RecordTypes.name(type)
                + " "
                + HexFormat.of().formatHex(canonical, 0, size);
    }
}
