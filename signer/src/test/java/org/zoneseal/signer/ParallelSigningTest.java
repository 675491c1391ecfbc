package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.SignedData;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.ZoneVersion;

/**
 * However a zone is cut into pages and shares, and however many workers sign them: no RRset is
 * split, no zone cut is lost, and every byte is the same.
 */
class ParallelSigningTest {

    private static final Name APEX = Name.parse("Odd.Zone.test.");

    @TempDir static Path folder;
    private static TestKeys token;
    private static ZoneKeys keys;

    @BeforeAll
    static void makeKeys() {
        token = new TestKeys(folder, APEX);
        keys = token.pair();
    }

    @AfterAll
    static void close() {
        token.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, nsec", "2, nsec", "3, nsec", "4, nsec", "5, nsec", "6, nsec",
        "1, nsec3", "2, nsec3", "3, nsec3", "7, nsec3", "8, nsec3", "9, nsec3",
        "1, optOut", "2, optOut", "3, optOut", "10, optOut", "11, optOut", "12, optOut",
        "13, salted", "14, nsec", "14, optOut"
    })
    void sign_everyNodeOnABoundary_isByteForByteWhatOneWorkerMakes(long seed, String denial) {
        Name apex = seed == 14 ? Name.ROOT : APEX;
        GeneratedZone zone = GeneratedZone.of(seed, apex, 150, GeneratedZone.Loads.HERE);
        ZoneVersion source = zone.version();
        SigningPolicy policy = TestKeys.policy(denial(denial));
        List<String> alone = sign(policy, source, 1, new ZoneSigner.Grain(1 << 20, 1 << 20));
        int[][] shapes = {{1, 1, 3}, {2, 1, 2}, {3, 2, 3}, {1, 3, 2}};
        for (int[] shape : shapes) {
            ZoneSigner.Grain grain = new ZoneSigner.Grain(shape[1], shape[1]);
            assertThat(sign(policy, repaged(source, shape[0]), shape[2], grain)).isEqualTo(alone);
        }
        checkByTheBook(zone, policy);
    }

    private static Denial denial(String name) {
        return switch (name) {
            case "nsec" -> new Denial.Nsec();
            case "nsec3" -> Denial.Nsec3.plain(false);
            case "optOut" -> Denial.Nsec3.plain(true);
            case "salted" -> new Denial.Nsec3(false, 3, new byte[] {1, 2, (byte) 0xff});
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<String> sign(
            SigningPolicy policy, ZoneVersion source, int threads, ZoneSigner.Grain grain) {
        return Lines.of(
                new ZoneSigner(
                                policy,
                                keys,
                                threads,
                                TestKeys.DEADLINE,
                                SigningListener.NONE,
                                grain)
                        .sign(source)
                        .version());
    }

    /** The same zone with so many nodes on a page. */
    private static ZoneVersion repaged(ZoneVersion version, int nodes) {
        List<PackedPages> pages = new ArrayList<>();
        PageWriter writer = new PageWriter();
        NodeCursor cursor = version.nodeCursor();
        int count = 0;
        while (cursor.next()) {
            writer.copyNode(cursor);
            if (++count % nodes == 0) {
                pages.add(writer.finish());
            }
        }
        pages.add(writer.finish());
        return ZoneVersion.of(version.apex(), pages, List.of());
    }

    private static void checkByTheBook(GeneratedZone zone, SigningPolicy policy) {
        SignedZone signed = TestKeys.signer(policy, keys).sign(zone.version());
        List<GeneratedZone.Entry> made = Lines.records(signed.version());
        BookZone book = book(zone, made, policy);
        assertThat(made.stream().filter(entry -> entry.type() != RecordType.RRSIG).map(Lines::line))
                .containsExactlyInAnyOrderElementsOf(
                        book.records().stream().map(Lines::line).distinct().toList());
        Set<String> covered = new TreeSet<>();
        made.stream()
                .filter(entry -> entry.type() == RecordType.RRSIG)
                .forEach(entry ->
                        assertThat(
                                        covered.add(
                                                BookZone.set(
                                                        entry.owner(),
                                                        Rrsig.typeCovered(entry.rdata(), 0))))
                                .isTrue());
        assertThat(covered).isEqualTo(book.signed());
        assertThat(signed.signaturesMade()).isEqualTo(covered.size());
        verify(made);
    }

    /** The source with what signing adds to its apex, and its denial. */
    private static BookZone book(
            GeneratedZone zone, List<GeneratedZone.Entry> made, SigningPolicy policy) {
        List<GeneratedZone.Entry> entries = new ArrayList<>(zone.entries());
        made.stream()
                .filter(entry ->
                        entry.type() == RecordType.DNSKEY || entry.type() == RecordType.NSEC3PARAM)
                .forEach(entries::add);
        byte[] soa =
                entries.stream()
                        .filter(entry -> entry.type() == RecordType.SOA)
                        .findFirst()
                        .orElseThrow()
                        .rdata();
        long minimum = java.nio.ByteBuffer.wrap(soa).getInt(soa.length - 4);
        BookZone book = new BookZone(zone.apex(), entries);
        long ttl = Math.min(3600, minimum);
        return switch (policy.denial()) {
            case Denial.Nsec nsec -> book.withNsec(ttl);
            case Denial.Nsec3 nsec3 -> book.withNsec3(ttl, nsec3);
        };
    }

    private static void verify(List<GeneratedZone.Entry> made) {
        Map<Integer, SignatureVerifier> verifiers = new HashMap<>();
        keys.all()
                .forEach(key ->
                        verifiers.put(
                                key.dnskey().keyTag(),
                                SignatureVerifier.of(key.dnskey(), VerifyPolicy.STANDARD)));
        SignedData data = new SignedData();
        Rrsig rrsig = new Rrsig();
        int at = 0;
        for (int i = 0; i < made.size(); i++) {
            GeneratedZone.Entry entry = made.get(i);
            if (i > 0 && !isOneSet(made.get(i - 1), entry)) {
                at = i;
            }
            if (entry.type() != RecordType.RRSIG) {
                continue;
            }
            byte[] owner = entry.owner().toWire();
            assertThat(rrsig.wrap(entry.rdata(), 0, entry.rdata().length)).isTrue();
            assertThat(rrsig.originalTtl()).isEqualTo(entry.ttl());
            assertThat(data.begin(rrsig, owner, 0, owner.length)).isTrue();
            made.subList(at, i)
                    .forEach(record -> data.add(record.rdata(), 0, record.rdata().length));
            SignatureVerifier verifier = verifiers.get(rrsig.keyTag());
            assertThat(verifier).isNotNull();
            assertThat(
                            verifier != null
                                    && verifier.verify(
                                            data.bytes(),
                                            0,
                                            data.length(),
                                            entry.rdata(),
                                            rrsig.signatureOffset(),
                                            rrsig.signatureLength()))
                    .as(entry.owner() + " " + rrsig.typeCovered())
                    .isTrue();
        }
    }

    private static boolean isOneSet(GeneratedZone.Entry a, GeneratedZone.Entry b) {
        return a.owner().equals(b.owner())
                && a.type() != RecordType.RRSIG
                && (a.type() == b.type() || b.type() == RecordType.RRSIG);
    }

    /** RFC 5155 §8.4: that no wildcard is there must be provable, below the name beside one too. */
    @ParameterizedTest
    @CsvSource({
        "*.x, a.b.x, b.x",
        "*.x, a.c.b.x, b.x",
        "q.*.x, a.b.x, b.x",
        "*, a.b, b",
        "*.b.x, a.c.b.x, c.b.x",
        "w, a.b.x, ''",
        "*.w, a.b.x, ''"
    })
    void optOut_emptyNonTerminalBesideWildcard_hasANsec3(String data, String cut, String expected) {
        List<GeneratedZone.Entry> entries =
                new ArrayList<>(GeneratedZone.of(1, APEX, 1, GeneratedZone.Loads.HERE).entries());
        entries.add(entry(data, RecordType.A, new byte[] {(byte) 192, 0, 2, 1}));
        SigningPolicy policy = TestKeys.policy(denial("optOut"));
        long without = denialRecords(policy, entries);
        for (String owner : List.of(cut, "z" + cut)) {
            entries.add(entry(owner, RecordType.NS, Name.parse("ns.else.test.").toWire()));
        }
        assertThat(denialRecords(policy, entries) - without).isEqualTo(expected.isEmpty() ? 0 : 1);
    }

    private static GeneratedZone.Entry entry(String owner, int type, byte[] rdata) {
        return new GeneratedZone.Entry(Name.parse(owner + "." + APEX), type, 60, rdata);
    }

    private static long denialRecords(SigningPolicy policy, List<GeneratedZone.Entry> entries) {
        return TestKeys.signer(policy, keys)
                .sign(GeneratedZone.version(APEX, entries))
                .denialRecords();
    }

    @ParameterizedTest
    @CsvSource({"nsec", "nsec3", "optOut"})
    void sign_dnameAtTheApex_signsTheApexAlone(String denial) {
        List<GeneratedZone.Entry> entries =
                new ArrayList<>(GeneratedZone.of(1, APEX, 20, GeneratedZone.Loads.HERE).entries());
        entries.add(
                new GeneratedZone.Entry(
                        APEX, RecordType.DNAME, 60, Name.parse("elsewhere.test.").toWire()));
        ZoneVersion source = repaged(GeneratedZone.version(APEX, entries), 1);
        SigningPolicy policy = TestKeys.policy(denial(denial));
        SignedZone signed =
                new ZoneSigner(
                                policy,
                                keys,
                                2,
                                TestKeys.DEADLINE,
                                SigningListener.NONE,
                                new ZoneSigner.Grain(1, 1))
                        .sign(source);
        assertThat(signed.denialRecords()).isEqualTo(1);
        assertThat(
                        Lines.records(signed.version()).stream()
                                .filter(entry -> entry.type() == RecordType.RRSIG)
                                .map(GeneratedZone.Entry::owner)
                                .filter(owner -> owner.labelCount() == 3)
                                .distinct())
                .hasSizeLessThanOrEqualTo(1);
        verify(Lines.records(signed.version()));
    }

    @ParameterizedTest
    @CsvSource({"nsec", "nsec3", "optOut"})
    void sign_zoneThatWasSignedBefore_replacesAllOfIt(String denial) {
        GeneratedZone zone = GeneratedZone.of(21, APEX, 60, GeneratedZone.Loads.HERE);
        SigningPolicy policy = TestKeys.policy(denial(denial));
        SignedZone once = TestKeys.signer(policy, keys).sign(zone.version());
        for (String other : new String[] {"nsec", "nsec3"}) {
            SignedZone before =
                    TestKeys.signer(TestKeys.policy(denial(other)), keys).sign(zone.version());
            SignedZone again = TestKeys.signer(policy, keys).sign(before.version());
            assertThat(Lines.of(again.version())).isEqualTo(Lines.of(once.version()));
            assertThat(again.replaced())
                    .isEqualTo(before.version().records() - zone.version().records());
        }
    }
}
