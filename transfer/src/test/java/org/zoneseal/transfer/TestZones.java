package org.zoneseal.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** Versions of zones that are written as text, and their records as lines. */
final class TestZones {

    static final Name APEX = Name.parse("Example.");

    private TestZones() {}

    static ZoneVersion zone(String text) {
        return zone(APEX, text);
    }

    static ZoneVersion zone(Name apex, String text) {
        ZoneBuilder builder = new ZoneBuilder(apex);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            ZoneFileReader.read(
                    ZoneFileSource.of(new ByteArrayInputStream(bytes), "test"),
                    ZoneFileOptions.of(apex).withDefaultTtl(3600),
                    builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder.build(1);
    }

    static String soa(long serial) {
        return "@ SOA ns1 Host.Master " + serial + " 7200 3600 1209600 900\n";
    }

    /** Every record of a version but the SOA, as it has to be sent. */
    static List<String> lines(ZoneVersion version) {
        List<String> lines = new ArrayList<>();
        NodeCursor cursor = version.allNodes();
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        while (cursor.next()) {
            cursor.owner(owner, 0);
            Name name = Name.fromWire(owner, 0);
            RrsetCursor rrsets = cursor.rrsets();
            while (rrsets.next()) {
                if (rrsets.type() != RecordType.SOA) {
                    add(lines, name, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
                }
                add(lines, name, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
        }
        return lines;
    }

    private static void add(
            List<String> lines, Name owner, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            lines.add(line(owner, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length()));
        }
    }

    static String line(Name owner, int type, long ttl, byte[] rdata, int offset, int length) {
        return owner
                + " "
                + ttl
                + " "
                + RecordTypes.name(type)
                + " "
                + HexFormat.of().formatHex(rdata, offset, offset + length);
    }
}
