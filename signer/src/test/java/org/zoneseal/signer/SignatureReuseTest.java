package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.signer.GeneratedZone.Entry;
import org.zoneseal.zones.ZoneVersion;

class SignatureReuseTest {

    private static final Name APEX = Name.parse("reuse.test.");
    private static final Name WWW = Name.parse("www.reuse.test.");
    private static final long DAY = 86400;

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

    private static List<Entry> entries() {
        List<Entry> entries =
                new ArrayList<>(GeneratedZone.of(5, APEX, 40, GeneratedZone.Loads.HERE).entries());
        entries.add(new Entry(WWW, RecordType.A, 300, new byte[] {1, 2, 3, 4}));
        entries.add(new Entry(WWW, RecordType.A, 300, new byte[] {1, 2, 3, 5}));
        entries.add(new Entry(WWW, RecordType.TXT, 300, new byte[] {1, 'x'}));
        return entries;
    }

    private static ZoneVersion version(List<Entry> entries) {
        return GeneratedZone.version(APEX, entries);
    }

    private static SignedZone sign(Denial denial, List<Entry> entries, long at) {
        return TestKeys.signer(TestKeys.policy(denial, at), keys).sign(version(entries));
    }

    private static SignedZone resign(
            Denial denial, List<Entry> entries, long at, ZoneVersion previous) {
        return TestKeys.signer(TestKeys.policy(denial, at), keys).sign(version(entries), previous);
    }

    /** Signatures by the RRset that they cover. */
    private static Map<String, String> signatures(ZoneVersion version) {
        Map<String, String> signatures = new TreeMap<>();
        for (Entry entry : Lines.records(version)) {
            if (entry.type() == RecordType.RRSIG) {
                signatures.merge(
                        BookZone.set(entry.owner(), Rrsig.typeCovered(entry.rdata(), 0)),
                        Lines.line(entry),
                        String::concat);
            }
        }
        return signatures;
    }

    private static List<String> changed(ZoneVersion before, ZoneVersion after) {
        Map<String, String> old = signatures(before);
        Map<String, String> fresh = signatures(after);
        return fresh.entrySet().stream()
                .filter(set -> !set.getValue().equals(old.get(set.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sign_unchangedZone_keepsEverySignature(boolean hashed) {
        Denial denial = hashed ? Denial.Nsec3.plain(false) : new Denial.Nsec();
        SignedZone first = sign(denial, entries(), TestKeys.NOW);
        SignedZone again = resign(denial, entries(), TestKeys.NOW + 2 * DAY, first.version());
        assertThat(again.signaturesMade()).isZero();
        assertThat(again.signaturesReused()).isEqualTo(first.signaturesMade());
        assertThat(Lines.of(again.version())).isEqualTo(Lines.of(first.version()));
    }

    @Test
    void sign_oneRecordMore_signsItsRrsetAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        List<Entry> more = entries();
        more.add(new Entry(WWW, RecordType.A, 300, new byte[] {9, 9, 9, 9}));
        SignedZone again = resign(new Denial.Nsec(), more, TestKeys.NOW, first.version());
        assertThat(changed(first.version(), again.version()))
                .containsExactly(BookZone.set(WWW, RecordType.A));
        assertThat(again.signaturesMade()).isEqualTo(1);
    }

    @Test
    void sign_oneByteChanged_signsItsRrsetAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        List<Entry> other = entries();
        other.replaceAll(entry ->
                entry.owner().equals(WWW) && entry.type() == RecordType.TXT
                        ? new Entry(WWW, RecordType.TXT, 300, new byte[] {1, 'y'})
                        : entry);
        SignedZone again = resign(new Denial.Nsec(), other, TestKeys.NOW, first.version());
        assertThat(changed(first.version(), again.version()))
                .containsExactly(BookZone.set(WWW, RecordType.TXT));
    }

    @Test
    void sign_otherTtl_signsItsRrsetAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        List<Entry> other = entries();
        other.replaceAll(entry ->
                entry.owner().equals(WWW) && entry.type() == RecordType.TXT
                        ? new Entry(WWW, RecordType.TXT, 301, entry.rdata())
                        : entry);
        SignedZone again = resign(new Denial.Nsec(), other, TestKeys.NOW, first.version());
        assertThat(changed(first.version(), again.version()))
                .containsExactly(BookZone.set(WWW, RecordType.TXT));
    }

    @Test
    void sign_newName_signsItAndItsNeighbourInTheChain() {
        List<Entry> entries = entries();
        SignedZone first = sign(new Denial.Nsec(), entries, TestKeys.NOW);
        Name name = Name.parse("www1.reuse.test.");
        entries.add(new Entry(name, RecordType.TXT, 300, new byte[] {1, 'y'}));
        SignedZone again = resign(new Denial.Nsec(), entries, TestKeys.NOW, first.version());
        assertThat(changed(first.version(), again.version()))
                .containsExactlyInAnyOrder(
                        BookZone.set(WWW, RecordType.NSEC),
                        BookZone.set(name, RecordType.NSEC),
                        BookZone.set(name, RecordType.TXT));
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13, 30})
    void sign_lessValidityLeftThanAsked_signsDataAnew(long days) {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        long at = TestKeys.NOW + days * DAY;
        SignedZone again = resign(new Denial.Nsec(), entries(), at, first.version());
        long keySignatures = days < 18 ? 1 : 0;
        assertThat(again.signaturesReused()).isEqualTo(keySignatures);
        assertThat(Lines.of(again.version()))
                .filteredOn(line -> !line.contains(" DNSKEY "))
                .filteredOn(line -> line.contains(" RRSIG ") && !line.contains("RRSIG 0030"))
                .isEqualTo(
                        Lines.of(sign(new Denial.Nsec(), entries(), at).version()).stream()
                                .filter(line -> line.contains(" RRSIG "))
                                .filter(line -> !line.contains("RRSIG 0030"))
                                .toList());
    }

    @Test
    void sign_beforeTheInceptionOfThePrevious_signsAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        SignedZone earlier =
                resign(new Denial.Nsec(), entries(), TestKeys.NOW - DAY, first.version());
        assertThat(earlier.signaturesReused()).isZero();
    }

    @Test
    void sign_wrongSignatureInThePrevious_isMadeAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        ZoneVersion broken =
                edited(
                        first.version(),
                        entry -> {
                            byte[] rdata = entry.rdata().clone();
                            rdata[rdata.length - 1] ^= 1;
                            return new Entry(entry.owner(), entry.type(), entry.ttl(), rdata);
                        });
        SignedZone again = resign(new Denial.Nsec(), entries(), TestKeys.NOW + DAY, broken);
        assertThat(changed(first.version(), again.version()))
                .containsExactly(BookZone.set(WWW, RecordType.A));
        assertThat(again.signaturesMade()).isEqualTo(1);
    }

    @Test
    void sign_nonsenseForASignatureInThePrevious_isMadeAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        ZoneVersion broken =
                edited(
                        first.version(),
                        entry ->
                                new Entry(
                                        entry.owner(),
                                        entry.type(),
                                        entry.ttl(),
                                        Arrays.copyOf(entry.rdata(), 20)));
        SignedZone again = resign(new Denial.Nsec(), entries(), TestKeys.NOW, broken);
        assertThat(again.signaturesMade()).isEqualTo(1);
        assertThat(Lines.of(again.version())).isEqualTo(Lines.of(first.version()));
    }

    /** The version with the signature over the A RRset of {@code www} edited. */
    private static ZoneVersion edited(ZoneVersion version, UnaryOperator<Entry> edit) {
        List<Entry> entries = new ArrayList<>(Lines.records(version));
        entries.replaceAll(entry ->
                entry.owner().equals(WWW)
                                && entry.type() == RecordType.RRSIG
                                && Rrsig.typeCovered(entry.rdata(), 0) == RecordType.A
                        ? edit.apply(entry)
                        : entry);
        return version(entries);
    }

    @Test
    void sign_previousOfOtherKeys_signsAnew() {
        SignedZone first = sign(new Denial.Nsec(), entries(), TestKeys.NOW);
        SignedZone again =
                TestKeys.signer(TestKeys.policy(new Denial.Nsec()), token.pair())
                        .sign(version(entries()), first.version());
        assertThat(again.signaturesReused()).isZero();
    }

    @Test
    void sign_previousOfAnotherZone_isRefused() {
        Name other = Name.parse("other.test.");
        ZoneVersion previous = GeneratedZone.of(5, other, 3, GeneratedZone.Loads.HERE).version();
        assertThatThrownBy(() -> resign(new Denial.Nsec(), entries(), TestKeys.NOW, previous))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("other.test.");
    }

    /** Where hashes of the one version lie before all of the other's. */
    @Test
    void sign_previousWithFewHashes_findsThemFromAnyShare() {
        Denial optOut = Denial.Nsec3.plain(true);
        for (long seed = 1; seed < 12; seed++) {
            List<Entry> few = GeneratedZone.of(seed, APEX, 4, GeneratedZone.Loads.HERE).entries();
            List<Entry> many = new ArrayList<>(few);
            for (int i = 0; i < 40; i++) {
                many.add(
                        new Entry(
                                Name.parse("n" + i + ".reuse.test."),
                                RecordType.TXT,
                                300,
                                new byte[] {1, 'y'}));
            }
            ZoneVersion previous = sign(optOut, few, TestKeys.NOW).version();
            SignedZone again =
                    new ZoneSigner(
                                    TestKeys.policy(optOut),
                                    keys,
                                    1,
                                    TestKeys.DEADLINE,
                                    SigningListener.NONE,
                                    new ZoneSigner.Grain(1, 1))
                            .sign(version(many), previous);
            assertThat(Lines.of(again.version()))
                    .isEqualTo(Lines.of(sign(optOut, many, TestKeys.NOW).version()));
            assertThat(again.signaturesReused()).isPositive();
        }
    }

    @Test
    void sign_secondKeyOfOneAlgorithm_keepsSignaturesInCanonicalOrder() {
        ZoneKey.Held zsk = token.make(ZoneKey.Role.ZSK);
        List<ZoneKey> both = new ArrayList<>(keys.all());
        both.add(zsk);
        ZoneVersion first = sign(new Denial.Nsec(), entries(), TestKeys.NOW).version();
        ZoneVersion again =
                TestKeys.signer(
                                TestKeys.policy(new Denial.Nsec(), TestKeys.NOW + DAY),
                                new ZoneKeys(both))
                        .sign(version(entries()), first)
                        .version();
        List<Entry> records = Lines.records(again);
        int pairs = 0;
        for (int i = 1; i < records.size(); i++) {
            Entry a = records.get(i - 1);
            Entry b = records.get(i);
            if (a.type() == RecordType.RRSIG && b.type() == RecordType.RRSIG) {
                assertThat(Arrays.compareUnsigned(a.rdata(), b.rdata())).isNegative();
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThan(20);
    }
}
