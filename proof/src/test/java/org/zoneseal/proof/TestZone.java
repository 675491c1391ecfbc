package org.zoneseal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec;
import org.zoneseal.dnssec.Nsec3;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.dnssec.SignedData;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.dnssec.Zonemd;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/**
 * A zone as a list of records, with a signer that is slow, plain and does wrong what it is told to.
 *
 * <p>It shares nothing with the product's signer, nor with the verifier but the primitives.
 */
final class TestZone {

    static final long AT = 1_800_000_000L;
    static final long DENIAL_TTL = 300;

    record Rec(Name owner, int type, long ttl, byte[] rdata) {

        int covered() {
            return (rdata[0] & 0xff) << 8 | (rdata[1] & 0xff);
        }

        boolean is(String name, int otherType) {
            return owner.equals(Name.parse(name)) && type == otherType;
        }

        /** Whether it is a signature over that. */
        boolean signs(String name, int otherType) {
            return is(name, RecordType.RRSIG) && covered() == otherType;
        }
    }

    /** The fields of an RRSIG to be, open to being wrong. */
    static final class Fields {
        final TestZone zone;
        final Name owner;
        final int type;
        int labels;
        long originalTtl;
        long expiration = AT + 86400;
        long inception = AT - 86400;
        Name signer;
        TestKey key;
        int keyTag;

        Fields(TestZone zone, Name owner, int type, long ttl, TestKey key) {
            this.zone = zone;
            this.owner = owner;
            this.type = type;
            this.labels = Rrsig.labelsOf(owner.toWire(), 0);
            this.originalTtl = ttl;
            this.signer = zone.apex;
            this.key = key;
            this.keyTag = key.dnskey().keyTag();
        }

        boolean covers(String name, int otherType) {
            return owner.equals(Name.parse(name)) && type == otherType;
        }
    }

    interface Tweak {
        void on(Fields fields);
    }

    final Name apex;
    final List<Rec> records = new ArrayList<>();
    final List<TestKey> zsks = new ArrayList<>();
    final List<TestKey> ksks = new ArrayList<>();

    private TestZone(Name apex) {
        this.apex = apex;
    }

    static TestZone of(String origin, String text) {
        TestZone zone = new TestZone(Name.parse(origin));
        zone.add(text);
        return zone;
    }

    TestZone add(String text) {
        ZoneFileSource source =
                ZoneFileSource.of(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), "test");
        try {
            ZoneFileReader.read(
                    source,
                    ZoneFileOptions.of(apex).withDefaultTtl(3600),
                    (owner, ownerAt, ownerLength, type, rclass, ttl, rdata, at, length, position) ->
                            records.add(
                                    new Rec(
                                            Name.fromWire(owner, ownerAt),
                                            type,
                                            ttl,
                                            Arrays.copyOfRange(rdata, at, at + length))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestZone add(Name owner, int type, long ttl, byte[] rdata) {
        records.add(new Rec(owner, type, ttl, rdata));
        return this;
    }

    TestZone remove(Predicate<Rec> which) {
        if (!records.removeIf(which)) {
            throw new AssertionError("nothing to remove");
        }
        return this;
    }

    /** Replaces the data of the first record that is meant. */
    TestZone change(Predicate<Rec> which, UnaryOperator<byte[]> change) {
        for (int i = 0; i < records.size(); i++) {
            Rec rec = records.get(i);
            if (which.test(rec)) {
                byte[] rdata = change.apply(rec.rdata().clone());
                records.set(i, new Rec(rec.owner(), rec.type(), rec.ttl(), rdata));
                return this;
            }
        }
        throw new AssertionError("nothing to change");
    }

    TestZone ttl(Predicate<Rec> which, long ttl) {
        for (int i = 0; i < records.size(); i++) {
            Rec rec = records.get(i);
            if (which.test(rec)) {
                records.set(i, new Rec(rec.owner(), rec.type(), ttl, rec.rdata()));
            }
        }
        return this;
    }

    /** A KSK and a ZSK. */
    TestZone keys() {
        return ksk(TestKey.ed25519(257)).zsk(TestKey.ed25519(256));
    }

    TestZone ksk(TestKey key) {
        ksks.add(key);
        return publish(key);
    }

    TestZone zsk(TestKey key) {
        zsks.add(key);
        return publish(key);
    }

    TestZone publish(TestKey key) {
        return add(apex, RecordType.DNSKEY, 3600, key.dnskey().rdata());
    }

    // What is whose

    boolean isCut(Name name) {
        return !name.equals(apex) && has(name, RecordType.NS);
    }

    boolean has(Name name, int type) {
        return records.stream().anyMatch(rec -> rec.owner().equals(name) && rec.type() == type);
    }

    boolean isOccluded(Name name) {
        for (Name at = name; !at.equals(apex); at = at.parent()) {
            Name above = at.parent();
            if (isCut(above) || has(above, RecordType.DNAME)) {
                return true;
            }
        }
        return false;
    }

    boolean isSigned(Name name, int type) {
        if (type == RecordType.RRSIG) {
            return false;
        }
        if (type == RecordType.NSEC3) {
            return true;
        }
        return !isOccluded(name)
                && (!isCut(name) || type == RecordType.DS || type == RecordType.NSEC);
    }

    private TypeBitmap types(Name name, boolean nsec) {
        TypeBitmap types = new TypeBitmap();
        boolean signed = nsec;
        for (Rec rec : records) {
            if (rec.owner().equals(name) && rec.type() != RecordType.NSEC3) {
                boolean ours = isSigned(name, rec.type());
                if (ours || rec.type() == RecordType.NS) {
                    types.add(rec.type());
                }
                signed |= ours;
            }
        }
        if (signed) {
            types.add(RecordType.RRSIG);
        }
        if (nsec) {
            types.add(RecordType.NSEC);
        }
        return types;
    }

    private NavigableSet<Name> ownNames() {
        TreeSet<Name> names = new TreeSet<>();
        for (Rec rec : records) {
            if (rec.type() != RecordType.NSEC3 && !isOccluded(rec.owner())) {
                names.add(rec.owner());
            }
        }
        return names;
    }

    // Denial

    TestZone nsec() {
        List<Name> names = new ArrayList<>(ownNames());
        List<Rec> made = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            byte[] next = names.get((i + 1) % names.size()).toWire();
            byte[] out = new byte[9000];
            int end = Nsec.write(out, 0, next, 0, next.length, types(names.get(i), true));
            made.add(new Rec(names.get(i), RecordType.NSEC, DENIAL_TTL, Arrays.copyOf(out, end)));
        }
        records.addAll(made);
        return this;
    }

    static byte[] hash(Nsec3Param parameters, Name name) {
        byte[] wire = name.toCanonicalWire();
        byte[] hash = new byte[20];
        parameters.hasher().hash(wire, 0, wire.length, hash, 0);
        return hash;
    }

    Name hashed(Nsec3Param parameters, Name name) {
        return label(hash(parameters, name));
    }

    private Name label(byte[] hash) {
        byte[] label = new byte[32];
        Base32Hex.encode(hash, 0, 20, label, 0);
        return apex.child(label);
    }

    TestZone nsec3(Nsec3Param parameters) {
        return nsec3(parameters, 0, name -> true);
    }

    /** Without the unsigned delegations, and without what is there for them alone. */
    TestZone nsec3OptOut(Nsec3Param parameters) {
        return nsec3(parameters, Nsec3.OPT_OUT, name -> !isCut(name) || has(name, RecordType.DS));
    }

    TestZone nsec3(Nsec3Param parameters, int flags, Predicate<Name> which) {
        add(apex, RecordType.NSEC3PARAM, 0, parameters.rdata());
        TreeSet<Name> names = new TreeSet<>();
        for (Name name : ownNames()) {
            if (which.test(name)) {
                for (Name at = name; !at.equals(apex); at = at.parent()) {
                    names.add(at);
                }
            }
        }
        names.add(apex);
        TreeMap<byte[], Name> hashes = new TreeMap<>(Arrays::compareUnsigned);
        names.forEach(name -> hashes.put(hash(parameters, name), name));
        for (Map.Entry<byte[], Name> entry : hashes.entrySet()) {
            byte[] next =
                    Objects.requireNonNullElse(hashes.higherKey(entry.getKey()), hashes.firstKey());
            byte[] out = new byte[9000];
            int end =
                    Nsec3.write(out, 0, parameters, flags, next, 0, types(entry.getValue(), false));
            add(label(entry.getKey()), RecordType.NSEC3, DENIAL_TTL, Arrays.copyOf(out, end));
        }
        return this;
    }

    // Signatures

    private record Set(Name owner, int type) {}

    TestZone sign() {
        return sign(fields -> {});
    }

    TestZone sign(Tweak tweak) {
        Map<Set, List<Rec>> sets = new HashMap<>();
        for (Rec rec : records) {
            if (isSigned(rec.owner(), rec.type())) {
                sets.computeIfAbsent(new Set(rec.owner(), rec.type()), set -> new ArrayList<>())
                        .add(rec);
            }
        }
        sets.forEach((set, recs) -> {
            boolean byKsk =
                    set.type() == RecordType.DNSKEY
                            || set.type() == RecordType.CDS
                            || set.type() == RecordType.CDNSKEY;
            for (TestKey key : byKsk || zsks.isEmpty() ? ksks : zsks) {
                Fields fields =
                        new Fields(this, set.owner(), set.type(), recs.getFirst().ttl(), key);
                tweak.on(fields);
                records.add(sign(fields, recs));
            }
        });
        return this;
    }

    /** Signs one RRset again, the old signatures gone. */
    TestZone resign(String name, int type) {
        records.removeIf(rec -> rec.signs(name, type));
        List<Rec> recs = records.stream().filter(rec -> rec.is(name, type)).toList();
        TestKey key = type == RecordType.DNSKEY ? ksks.getFirst() : zsks.getFirst();
        Fields fields = new Fields(this, Name.parse(name), type, recs.getFirst().ttl(), key);
        records.add(sign(fields, recs));
        return this;
    }

    Rec sign(Fields fields, List<Rec> recs) {
        byte[] out = new byte[512];
        int end =
                Rrsig.writePrefix(
                        out,
                        0,
                        fields.type,
                        fields.key.dnskey().algorithm(),
                        fields.labels,
                        fields.originalTtl,
                        fields.expiration,
                        fields.inception,
                        fields.keyTag,
                        fields.signer.toWire());
        SignedData data = new SignedData();
        byte[] owner = fields.owner.toWire();
        if (!data.begin(out, 0, end, owner, 0, owner.length)) {
            data.begin(withLabels(out, end, owner), 0, end, owner, 0, owner.length);
        }
        RecordForm form = RecordForm.of(fields.type);
        TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        for (Rec rec : recs) {
            byte[] canonical = new byte[rec.rdata().length];
            form.canonical(rec.rdata(), 0, canonical.length, canonical, 0);
            sorted.add(canonical);
        }
        sorted.forEach(rdata -> data.add(rdata, 0, rdata.length));
        byte[] signature = fields.key.sign(data.bytes(), data.length());
        byte[] rdata = Arrays.copyOf(out, end + signature.length);
        System.arraycopy(signature, 0, rdata, end, signature.length);
        return new Rec(fields.owner, RecordType.RRSIG, recs.getFirst().ttl(), rdata);
    }

    private static byte[] withLabels(byte[] prefix, int length, byte[] owner) {
        byte[] fixed = Arrays.copyOf(prefix, length);
        fixed[3] = (byte) Rrsig.labelsOf(owner, 0);
        return fixed;
    }

    /** Adds a ZONEMD to a signed zone, made from the very version it is to be in. */
    TestZone zonemd(Zonemd zonemd) {
        return add(apex, RecordType.ZONEMD, 3600, zonemd.rdata());
    }

    ZoneVersion build() {
        ZoneBuilder builder = new ZoneBuilder(apex);
        SourcePosition nowhere = new SourcePosition("test", 1);
        for (Rec rec : records) {
            byte[] owner = rec.owner().toWire();
            builder.record(
                    owner,
                    0,
                    owner.length,
                    rec.type(),
                    1,
                    rec.ttl(),
                    rec.rdata(),
                    0,
                    rec.rdata().length,
                    nowhere);
        }
        return builder.build(2);
    }
}
