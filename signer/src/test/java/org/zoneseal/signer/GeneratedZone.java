package org.zoneseal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/**
 * A seeded zone with every oddity that a signer must get right: zone cuts with and without DS, cuts
 * below cuts, glue, DNAMEs, wildcards at the front and in the middle, empty non-terminals (deep,
 * shared, below cuts), RRsets longer than a page, any byte and any case in labels, labels and names
 * of full length.
 */
public final class GeneratedZone {

    /** Whether there is what other programs refuse to load although it can be signed. */
    public enum Loads {
        ANYWHERE,
        HERE
    }

    /** One record of it. */
    public record Entry(Name owner, int type, long ttl, byte[] rdata) {}

    private enum Kind {
        DATA,
        CNAME,
        CUT,
        SECURE_CUT,
        DNAME
    }

    private static final int OPAQUE = 65280;
    private static final byte[][] ODD_LABELS = {
        {0}, {1}, {0, 1}, {(byte) 0xff}, {'a', 0}, {'.'}, {'\\', '"'}, {' '}, {'A', 'b'}
    };

    private final Random random;
    private final Name apex;
    private final Loads loads;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Name, Kind> kinds = new HashMap<>();
    private final List<Name> names = new ArrayList<>();

    private GeneratedZone(long seed, Name apex, Loads loads) {
        this.random = new Random(seed);
        this.apex = apex;
        this.loads = loads;
    }

    /** The zone of this seed. */
    public static GeneratedZone of(long seed, Name apex, int size, Loads loads) {
        GeneratedZone zone = new GeneratedZone(seed, apex, loads);
        zone.addApex();
        while (zone.names.size() < size) {
            zone.addName();
        }
        return zone;
    }

    public Name apex() {
        return apex;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Packed. */
    public ZoneVersion version() {
        return version(apex, entries);
    }

    static ZoneVersion version(Name apex, List<Entry> entries) {
        ZoneBuilder builder = new ZoneBuilder(apex);
        SourcePosition position = new SourcePosition("generated", 1);
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
        return builder.build(3);
    }

    static byte[] soa(Name apex, long serial, long minimum) {
        byte[] mname = apex.child(bytes("ns1")).toWire();
        byte[] rname = apex.child(bytes("hostmaster")).toWire();
        return ByteBuffer.allocate(mname.length + rname.length + 20)
                .put(mname)
                .put(rname)
                .putInt((int) serial)
                .putInt(7200)
                .putInt(3600)
                .putInt(1209600)
                .putInt((int) minimum)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void addApex() {
        add(apex, RecordType.SOA, soa(apex, 2026010100L, 300 + random.nextInt(7200)));
        // Byte order and canonical order of these are not the same.
        add(apex, RecordType.NS, Name.parse("B.ns.test.").toWire());
        add(apex, RecordType.NS, Name.parse("a.ns.test.").toWire());
        add(apex, RecordType.NS, apex.child(bytes("ns1")).toWire());
        Name server = apex.child(bytes("ns1"));
        addData(server, RecordType.A);
        kinds.put(server, Kind.DATA);
        kinds.put(apex, Kind.DATA);
        names.add(apex);
        names.add(server);
        addData(apex, RecordType.MX);
        addData(apex, RecordType.TXT);
    }

    private void addName() {
        Name parent = names.get(random.nextInt(names.size()));
        int labels = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
        Name name = parent;
        for (int i = 0; i < labels; i++) {
            byte[] label = label();
            if (name.wireLength() + label.length + 1 > Name.MAX_WIRE_LENGTH) {
                return;
            }
            name = name.child(label);
        }
        if (random.nextInt(40) == 0) {
            name = fullLength(name);
        }
        // ldns reads no name of 255 characters, escapes included.
        if (loads == Loads.ANYWHERE && name.toString().length() > 250) {
            return;
        }
        if (kinds.containsKey(name) || !mayStand(name)) {
            return;
        }
        Kind kind = kind(name);
        kinds.put(name, kind);
        names.add(name);
        fill(name, kind);
    }

    private boolean mayStand(Name name) {
        if (loads == Loads.HERE) {
            return true;
        }
        for (Name above = name; !above.equals(apex); above = above.parent()) {
            Kind kind = kinds.get(above.parent());
            if (kind == Kind.DNAME || kind == Kind.CNAME && above.isWildcard()) {
                return false;
            }
        }
        return true;
    }

    private Name fullLength(Name start) {
        Name name = start;
        while (name.wireLength() < Name.MAX_WIRE_LENGTH - 1) {
            int room = Name.MAX_WIRE_LENGTH - name.wireLength() - 1;
            name = name.child(longLabel(Math.min(room, Name.MAX_LABEL_LENGTH)));
        }
        return name;
    }

    private byte[] label() {
        return switch (random.nextInt(12)) {
            case 0 -> ODD_LABELS[random.nextInt(ODD_LABELS.length)];
            case 1 -> new byte[] {'*'};
            case 2 -> longLabel(Name.MAX_LABEL_LENGTH);
            case 3 -> bytes("UPPER" + random.nextInt(9));
            default -> bytes("n" + random.nextInt(30));
        };
    }

    /** Any bytes; or letters, for programs that limit how long a name may be as text. */
    private byte[] longLabel(int length) {
        byte[] label = random(length);
        if (loads == Loads.ANYWHERE) {
            for (int i = 0; i < length; i++) {
                label[i] = (byte) ('a' + (label[i] & 15));
            }
        }
        return label;
    }

    private Kind kind(Name name) {
        boolean mayCut = loads == Loads.HERE || !name.isWildcard();
        return switch (random.nextInt(10)) {
            case 0 -> Kind.CNAME;
            case 1, 2 -> mayCut ? Kind.CUT : Kind.DATA;
            case 3, 4 -> mayCut ? Kind.SECURE_CUT : Kind.DATA;
            case 5 -> mayCut && !hasNamesBelow(name) ? Kind.DNAME : Kind.DATA;
            default -> Kind.DATA;
        };
    }

    private boolean hasNamesBelow(Name name) {
        return loads == Loads.ANYWHERE && names.stream().anyMatch(other -> other.isAtOrBelow(name));
    }

    private void fill(Name name, Kind kind) {
        switch (kind) {
            case DATA -> {
                int sets = 1 + random.nextInt(3);
                for (int i = 0; i < sets; i++) {
                    addData(name, dataType());
                }
            }
            case CNAME -> addData(name, RecordType.CNAME);
            case CUT -> addCut(name);
            case SECURE_CUT -> {
                addCut(name);
                add(name, RecordType.DS, ds());
                if (random.nextBoolean()) {
                    add(name, RecordType.DS, ds());
                }
            }
            case DNAME -> {
                addData(name, RecordType.DNAME);
                addData(name, RecordType.TXT);
            }
        }
    }

    private int dataType() {
        int[] types = {
            RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.TXT, RecordType.PTR, OPAQUE
        };
        return types[random.nextInt(types.length)];
    }

    private void addCut(Name name) {
        add(name, RecordType.NS, Name.parse("NS" + random.nextInt(3) + ".Else.test.").toWire());
        if (random.nextBoolean() && name.wireLength() < 200) {
            Name glue = name.child(bytes("ns"));
            if (kinds.putIfAbsent(glue, Kind.DATA) == null) {
                add(name, RecordType.NS, glue.toWire());
                addData(glue, RecordType.A);
                names.add(glue);
            }
        }
    }

    private void addData(Name owner, int type) {
        if (entries.stream().anyMatch(e -> e.type() == type && e.owner().equals(owner))) {
            return;
        }
        boolean alone = type == RecordType.CNAME || type == RecordType.DNAME;
        boolean huge = type == RecordType.TXT && random.nextInt(12) == 0;
        int count = alone ? 1 : huge ? 120 : 1 + random.nextInt(3);
        long ttl = 60 + random.nextInt(4) * 600;
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(owner, type, ttl, rdata(type, huge ? 250 : 20)));
        }
    }

    private void add(Name owner, int type, byte[] rdata) {
        entries.add(new Entry(owner, type, 3600, rdata));
    }

    private byte[] rdata(int type, int length) {
        return switch (type) {
            case RecordType.A -> random(4);
            case RecordType.AAAA -> random(16);
            case RecordType.MX -> {
                byte[] name = target();
                yield ByteBuffer.allocate(name.length + 2)
                        .putShort((short) random.nextInt(3))
                        .put(name)
                        .array();
            }
            case RecordType.TXT -> {
                byte[] rdata = random(length);
                rdata[0] = (byte) (length - 1);
                yield rdata;
            }
            case RecordType.CNAME, RecordType.DNAME, RecordType.PTR -> target();
            default -> random(random.nextInt(8));
        };
    }

    private byte[] target() {
        String[] cases = {"Target", "target", "B", "a"};
        return Name.parse(cases[random.nextInt(4)] + random.nextInt(1000) + ".Else.test.").toWire();
    }

    private byte[] ds() {
        byte[] rdata = random(36);
        rdata[2] = 13;
        rdata[3] = 2;
        return rdata;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
