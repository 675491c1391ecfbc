package org.zoneseal.interop.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.interop.Verifiers;
import org.zoneseal.interop.ZoneText;
import org.zoneseal.proof.Problem;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofProgress;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.ZoneProof;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.GeneratedZone;
import org.zoneseal.signer.SigningPolicy;
import org.zoneseal.signer.TestKeys;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.signer.ZoneKeys;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** The zones of the signer's property test: our own proof and the peers' verifiers take them. */
class GeneratedZonesTest {

    private static final Name APEX = Name.parse("Odd.Zone.test.");

    @TempDir static Path store;
    private static TestKeys token;
    private static ZoneKeys keys;

    @TempDir Path folder;

    @BeforeAll
    static void makeKeys() {
        token = new TestKeys(store, APEX);
        keys = token.pair();
    }

    @AfterAll
    static void close() {
        token.close();
    }

    @ParameterizedTest
    @CsvSource({
        "nsec, 1, 8",
        "nsec, 9, 16",
        "nsec3, 17, 24",
        "nsec3, 25, 32",
        "optOut, 33, 40",
        "optOut, 41, 48"
    })
    void generatedZones_signed_areProvedAndAcceptedByThePeers(String denial, long from, long to)
            throws IOException {
        for (long seed = from; seed <= to; seed++) {
            ZoneVersion signed = signed(seed, denial, GeneratedZone.Loads.ANYWHERE);
            prove(signed);
            Path file = folder.resolve("zone-" + seed);
            ZoneText.write(signed, file);
            Verifiers verifiers = new Verifiers(folder, APEX.toString());
            verifiers.bind(file).mustBeFine();
            verifiers.ldns(file).mustBeFine();
            verifiers.knotCheck(file).mustBeFine();
        }
    }

    @ParameterizedTest
    @CsvSource({"nsec, 100, 120", "nsec3, 100, 120", "optOut, 100, 120"})
    void generatedZones_withWhatPeersRefuseToLoad_areProved(String denial, long from, long to) {
        for (long seed = from; seed <= to; seed++) {
            prove(signed(seed, denial, GeneratedZone.Loads.HERE));
        }
    }

    /** Whoever may add names to a zone may add one that is the owner of an NSEC3 record too. */
    @Test
    void zonemd_nameThatIsAHash_isInCanonicalOrderAllTheSame() throws IOException {
        byte[] hash = new byte[Nsec3Hash.LENGTH];
        byte[] apex = APEX.toCanonicalWire();
        new Nsec3Hash(0, new byte[0]).hash(apex, 0, apex.length, hash, 0);
        byte[] label = new byte[32];
        Base32Hex.encode(hash, 0, hash.length, label, 0);
        String text =
                """
                @ 3600 SOA ns hostmaster 1 2 3 4 5
                @ 3600 NS ns.else.test.
                %1$s 60 A 192.0.2.1
                %1$s 60 TLSA 3 1 1 %2$s
                """
                        .formatted(new String(label, StandardCharsets.US_ASCII), "00".repeat(32));
        ZoneBuilder builder = new ZoneBuilder(APEX);
        ZoneFileReader.read(
                ZoneFileSource.of(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), "text"),
                ZoneFileOptions.of(APEX),
                builder);
        SigningPolicy plain =
                TestKeys.policy(Denial.Nsec3.plain(false), Instant.now().getEpochSecond());
        SigningPolicy policy =
                new SigningPolicy(
                        plain.denial(), plain.times(), plain.serial(), Set.of(1, 2), true, 60);
        ZoneVersion signed = TestKeys.signer(policy, keys).sign(builder.build(1)).version();
        assertThat(signed.allNodes().next()).isTrue();
        assertThat(prove(signed).zonemd()).isEqualTo(ProofReport.ZonemdStatus.VERIFIED);
        Path file = folder.resolve("zone");
        ZoneText.write(signed, file);
        new Verifiers(folder, APEX.toString()).bind(file).mustBeFine();
    }

    /** A signature taken over expires earlier than a new one, whatever their key tags are. */
    @Test
    void zonemd_oldAndNewSignaturesOfTwoKeys_isOverTheirCanonicalOrder() {
        long now = Instant.now().getEpochSecond();
        ZoneVersion source = GeneratedZone.of(7, APEX, 40, GeneratedZone.Loads.ANYWHERE).version();
        SigningPolicy early = TestKeys.policy(new Denial.Nsec(), now - 86400);
        ZoneVersion previous = TestKeys.signer(early, keys).sign(source).version();
        SigningPolicy plain = TestKeys.policy(new Denial.Nsec(), now);
        SigningPolicy policy =
                new SigningPolicy(
                        plain.denial(), plain.times(), plain.serial(), Set.of(1), false, -1);
        for (int i = 0; i < 4; i++) {
            List<ZoneKey> both = new ArrayList<>(keys.all());
            both.addAll(token.pair().dataSigners());
            ZoneVersion signed =
                    TestKeys.signer(policy, new ZoneKeys(both)).sign(source, previous).version();
            assertThat(prove(signed).zonemd()).isEqualTo(ProofReport.ZonemdStatus.VERIFIED);
        }
    }

    private static ZoneVersion signed(long seed, String denial, GeneratedZone.Loads loads) {
        SigningPolicy policy = TestKeys.policy(denial(denial), Instant.now().getEpochSecond());
        ZoneVersion source = GeneratedZone.of(seed, APEX, 120, loads).version();
        return TestKeys.signer(policy, keys).sign(source).version();
    }

    private static Denial denial(String name) {
        return switch (name) {
            case "nsec" -> new Denial.Nsec();
            case "nsec3" -> Denial.Nsec3.plain(false);
            case "optOut" -> Denial.Nsec3.plain(true);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ProofReport prove(ZoneVersion signed) {
        ProofReport report =
                ZoneProof.prove(
                        signed,
                        ProofOptions.at(Instant.now().getEpochSecond()),
                        ProofProgress.NONE);
        assertThat(report.problems()).extracting(Problem::toString).isEmpty();
        return report;
    }
}
