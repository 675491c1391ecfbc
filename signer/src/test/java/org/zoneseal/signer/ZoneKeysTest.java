package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.signer.GeneratedZone.Entry;
import org.zoneseal.zones.ZoneVersion;

class ZoneKeysTest {

    private static final Name APEX = Name.parse("keys.test.");

    @TempDir static Path folder;
    private static TestKeys token;
    private static ZoneKey.Held ksk;
    private static ZoneKey.Held zsk;
    private static ZoneKey.Held csk;
    private static ZoneKey.Held otherZsk;

    @BeforeAll
    static void makeKeys() {
        token = new TestKeys(folder, APEX);
        ksk = token.make(ZoneKey.Role.KSK);
        zsk = token.make(ZoneKey.Role.ZSK);
        csk = token.make(ZoneKey.Role.CSK);
        otherZsk = token.make(ZoneKey.Role.ZSK, SignatureScheme.ECDSA_P256_SHA256);
    }

    @AfterAll
    static void close() {
        token.close();
    }

    private static ZoneKeys keys(ZoneKey... keys) {
        return new ZoneKeys(List.of(keys));
    }

    @Test
    void keys_pair_shareTheWork() {
        ZoneKeys pair = keys(zsk, ksk);
        assertThat(pair.dataSigners()).containsExactly(zsk);
        assertThat(pair.keySigners()).containsExactly(ksk);
        assertThat(pair.secureEntryPoints()).containsExactly(ksk.dnskey());
    }

    @Test
    void keys_csk_signsAll() {
        ZoneKeys single = keys(csk);
        assertThat(single.dataSigners()).containsExactly(csk);
        assertThat(single.keySigners()).containsExactly(csk);
    }

    @Test
    void keys_algorithmWithoutOneRole_signsAllWithTheOther() {
        ZoneKeys mixed = keys(ksk, otherZsk);
        assertThat(mixed.dataSigners()).containsExactlyInAnyOrder(ksk, otherZsk);
        assertThat(mixed.keySigners()).containsExactlyInAnyOrder(ksk, otherZsk);
        assertThat(mixed.secureEntryPoints())
                .containsExactlyInAnyOrder(ksk.dnskey(), otherZsk.dnskey());
    }

    @Test
    void keys_foreign_arePublishedAndDoNotCount() {
        Dnskey foreign = Dnskey.of(Dnskey.ZSK, 8, new byte[] {3, 1, 0, 1, 7, 7});
        ZoneKeys both = keys(ksk, zsk, new ZoneKey.Foreign(foreign));
        assertThat(both.all()).extracting(ZoneKey::dnskey).contains(foreign);
        assertThat(both.dataSigners()).containsExactly(zsk);
        assertThat(both.secureEntryPoints()).containsExactly(ksk.dnskey());
    }

    @Test
    void keys_ownKeyGivenAsForeignToo_staysOurs() {
        ZoneKeys both = keys(new ZoneKey.Foreign(zsk.dnskey()), zsk, ksk);
        assertThat(both.all()).hasSize(2);
        assertThat(both.dataSigners()).containsExactly(zsk);
    }

    @Test
    void keys_nothingThatSignsData_areRefused() {
        assertThatThrownBy(() -> keys(new ZoneKey.Foreign(zsk.dnskey())))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("ZSK");
    }

    @Test
    void keys_twoWithOneTag_areRefused() {
        // Two bytes in even places change places: another key with the same sum.
        byte[] publicKey = zsk.dnskey().publicKey();
        int at = 0;
        while (publicKey[at] == publicKey[at + 2]) {
            at += 2;
        }
        byte swapped = publicKey[at];
        publicKey[at] = publicKey[at + 2];
        publicKey[at + 2] = swapped;
        Dnskey twin = Dnskey.of(zsk.dnskey().flags(), zsk.dnskey().algorithm(), publicKey);
        assertThat(twin.keyTag()).isEqualTo(zsk.dnskey().keyTag());
        assertThatThrownBy(() -> keys(zsk, ksk, new ZoneKey.Foreign(twin)))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("" + zsk.dnskey().keyTag());
    }

    @Test
    void keys_offlineAloneInItsAlgorithm_areRefused() {
        ZoneKey.Offline elsewhere = new ZoneKey.Offline(ksk.dnskey(), List.of());
        assertThatThrownBy(() -> keys(elsewhere, otherZsk))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("RFC 4035");
    }

    @Test
    void sign_offlineKskWithItsSignature_publishesThatSignature() {
        SigningPolicy policy = TestKeys.policy(new Denial.Nsec());
        ZoneVersion source = GeneratedZone.of(3, APEX, 20, GeneratedZone.Loads.HERE).version();
        ZoneVersion held = TestKeys.signer(policy, keys(ksk, zsk)).sign(source).version();
        List<byte[]> brought =
                Lines.records(held).stream()
                        .filter(entry -> entry.type() == RecordType.RRSIG)
                        .map(Entry::rdata)
                        .filter(rdata -> Rrsig.typeCovered(rdata, 0) == RecordType.DNSKEY)
                        .toList();
        assertThat(brought).hasSize(1);
        ZoneKeys offline = keys(new ZoneKey.Offline(ksk.dnskey(), brought), zsk);
        SignedZone signed = TestKeys.signer(policy, offline).sign(source);
        assertThat(Lines.of(signed.version())).isEqualTo(Lines.of(held));
        assertThat(offline.secureEntryPoints()).containsExactly(ksk.dnskey());
    }

    @Test
    void sign_offlineKskWithoutSignatures_isRefusedAndNamesTheType() {
        ZoneVersion source = GeneratedZone.of(3, APEX, 5, GeneratedZone.Loads.HERE).version();
        ZoneKeys offline = keys(new ZoneKey.Offline(ksk.dnskey(), List.of()), zsk);
        assertThatThrownBy(() ->
                        TestKeys.signer(TestKeys.policy(new Denial.Nsec()), offline).sign(source))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("DNSKEY")
                .hasMessageContaining("" + ksk.dnskey().keyTag());
    }

    @Test
    void sign_offlineKskWithoutOneForCds_isRefusedAndNamesTheType() {
        byte[] rrsig = new byte[30];
        rrsig[1] = RecordType.DNSKEY;
        ZoneKeys offline = keys(new ZoneKey.Offline(ksk.dnskey(), List.of(rrsig)), zsk);
        SigningTimes times = new SigningTimes(TestKeys.NOW, 0, 100, 100, 0, 0);
        SigningPolicy policy =
                new SigningPolicy(new Denial.Nsec(), times, SerialPolicy.KEEP, Set.of(), true, -1);
        ZoneVersion source = GeneratedZone.of(3, APEX, 5, GeneratedZone.Loads.HERE).version();
        assertThatThrownBy(() -> TestKeys.signer(policy, offline).sign(source))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("CDS");
    }
}
