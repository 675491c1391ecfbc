package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.WireNames;

/** Seeded records of a zone that no zone file would hold in this order, if at all. */
final class GeneratedRecords {

    private static final byte[] AWKWARD = {0, 1, 2, ' ', '*', '.', 'a', 'b', '\\', (byte) 0xff};
    private static final int OPAQUE = 65280;
    private static final int[] TYPES = {
        RecordType.A,
        RecordType.NS,
        RecordType.MX,
        RecordType.TXT,
        RecordType.RRSIG,
        RecordType.RRSIG,
        RecordType.NSEC3,
        OPAQUE
    };

    /** One record as a test sees it. */
    record Entry(Name owner, int type, long ttl, byte[] rdata) {

        /** Type that the record's RRset has: that covered, for a signature. */
        int rrset() {
            return type == RecordType.RRSIG ? (rdata[0] & 0xff) << 8 | rdata[1] & 0xff : type;
        }

        String line() {
            byte[] wire = owner.toCanonicalWire();
            return HexFormat.of().formatHex(wire)
                    + " "
                    + type
                    + " "
                    + ttl
                    + " "
                    + HexFormat.of().formatHex(rdata);
        }
    }

    private final Random random;
    private final Name apex;

    GeneratedRecords(long seed, Name apex) {
        this.random = new Random(seed);
        this.apex = apex;
    }

    /** Records of so many names, some twice, in no order. */
    List<Entry> records(int names) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(apex, RecordType.NS, 300, Name.parse("ns.test.").toWire()));
        List<Name> parents = new ArrayList<>(List.of(apex));
        for (int i = 0; i < names; i++) {
            Name owner = below(parents.get(random.nextInt(parents.size())));
            parents.add(owner);
            int count = 1 + random.nextInt(5);
            for (int j = 0; j < count; j++) {
                int type = TYPES[random.nextInt(TYPES.length)];
                entries.add(new Entry(owner, type, 60 + random.nextInt(3), rdata(type)));
            }
        }
        List<Entry> all = new ArrayList<>(entries);
        entries.stream().filter(entry -> random.nextInt(10) == 0).forEach(all::add);
        return shuffled(all);
    }

    List<Entry> shuffled(List<Entry> entries) {
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** An RRset whose data alone is longer than several pages. */
    List<Entry> hugeRrset(Name owner, int records) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            byte[] rdata = bytes(200);
            rdata[0] = (byte) 199;
            entries.add(new Entry(owner, RecordType.TXT, 60, rdata));
        }
        return entries;
    }

    /** A name that is rarely above another. */
    Name below(Name parent) {
        int length = random.nextInt(20) == 0 ? 63 : 1 + random.nextInt(3);
        if (parent.wireLength() + length + 1 > Name.MAX_WIRE_LENGTH) {
            return parent;
        }
        byte[] label = bytes(length);
        for (int i = 0; i < length; i++) {
            if (random.nextBoolean()) {
                label[i] = AWKWARD[random.nextInt(AWKWARD.length)];
            }
        }
        return parent.child(label);
    }

    private byte[] rdata(int type) {
        return switch (type) {
            case RecordType.A -> bytes(4);
            case RecordType.NS -> lower(below(apex).toWire());
            case RecordType.MX -> {
                byte[] name = lower(below(apex).toWire());
                byte[] rdata = new byte[name.length + 2];
                rdata[1] = (byte) random.nextInt(3);
                System.arraycopy(name, 0, rdata, 2, name.length);
                yield rdata;
            }
            case RecordType.TXT -> {
                byte[] rdata = bytes(1 + random.nextInt(200));
                rdata[0] = (byte) (rdata.length - 1);
                yield rdata;
            }
            case RecordType.RRSIG -> signature();
            case RecordType.NSEC3 -> {
                byte[] rdata = bytes(26);
                rdata[4] = 0;
                rdata[5] = 20;
                yield rdata;
            }
            default -> bytes(random.nextInt(6));
        };
    }

    private byte[] signature() {
        int covered = TYPES[random.nextInt(TYPES.length)];
        byte[] rdata = bytes(19 + 16);
        rdata[0] = (byte) (covered >> 8);
        rdata[1] = (byte) covered;
        rdata[18] = 0;
        return rdata;
    }

    private static byte[] lower(byte[] wire) {
        WireNames.toLowerCase(wire, 0, wire.length);
        return wire;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static ZoneBuilder builder(Name apex, List<Entry> entries) {
        return filled(new ZoneBuilder(apex), entries);
    }

    static ZoneBuilder filled(ZoneBuilder builder, List<Entry> entries) {
        SourcePosition position = new SourcePosition("test", 1);
        for (Entry entry : entries) {
            byte[] owner = entry.owner().toWire();
            byte[] rdata = entry.rdata();
            builder.record(
                    owner,
                    0,
                    owner.length,
                    entry.type(),
                    1,
                    entry.ttl(),
                    rdata,
                    0,
                    rdata.length,
                    position);
        }
        return builder;
    }
}
