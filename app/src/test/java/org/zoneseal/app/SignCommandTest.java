package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.dns.Name;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.signer.KeyMaker;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;

/** The sign command as its user meets it: what it refuses, what it says, what it leaves behind. */
class SignCommandTest {

    private static final String APEX =
            "@ 3600 SOA ns1 hostmaster 7 3600 900 604800 300\n@ 3600 NS ns1\nns1 3600 A 192.0.2.1\n";

    @TempDir Path folder;

    private Path zone;
    private Path signed;

    @BeforeEach
    void names() {
        zone = folder.resolve("zone");
        signed = folder.resolve("zone.signed");
    }

    private RecordedTerminal sign(String text, String... more) throws IOException {
        Files.writeString(zone, text);
        return signWritten(more);
    }

    private RecordedTerminal signWritten(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "sign",
                                zone.toString(),
                                "--origin",
                                "example.",
                                "--state",
                                folder.resolve("state").toString()));
        arguments.addAll(List.of(more));
        RecordedTerminal terminal = RecordedTerminal.pipe();
        terminal.run(arguments.toArray(String[]::new));
        return terminal;
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isSubsetOf("zone", "state");
        }
    }

    static Stream<Arguments> badZones() {
        return Stream.of(
                Arguments.of("ns1 3600 A 192.0.2.1\n", "no SOA record"),
                Arguments.of(
                        APEX + "@ 3600 SOA ns2 hostmaster 7 3600 900 604800 300\n",
                        "a zone has one SOA record"),
                Arguments.of("@ 3600 SOA ns1 h 7 3600 900 604800 300\n", "no NS records"),
                Arguments.of(APEX + "www 60 CNAME ns1\nwww 60 TXT x\n", "no other data"),
                Arguments.of(APEX + "www 60 CNAME a\nwww 60 CNAME b\n", "where there can be one"),
                Arguments.of(APEX + "www.example.net. 60 A 192.0.2.1\n", "outside the zone"),
                Arguments.of(APEX + "@ 3600 NS ns3\n", "has no A or AAAA record"),
                Arguments.of(APEX + "sub 60 NS ns.sub\n", "nobody can reach it"),
                Arguments.of(APEX + "x 60 DS 1 13 2 " + "00".repeat(32) + "\n", "beside NS"),
                Arguments.of(APEX + "sub 60 SOA a b 1 2 3 4 5\n", "below the apex"),
                Arguments.of(APEX + "a".repeat(64) + " 60 A 192.0.2.1\n", "63"),
                Arguments.of(APEX + ("a".repeat(60) + ".").repeat(5) + " 60 A 192.0.2.1\n", "255"),
                Arguments.of(APEX + "www 60 A 192.0.2.256\n", "zone:4:10"),
                Arguments.of(APEX + tooLarge(), "fits no DNS message"),
                Arguments.of(APEX + "www 60 A 192.0.2.1 (\n", "zone:4"),
                Arguments.of("", "no SOA record"));
    }

    private static String tooLarge() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("big 60 TXT \"").append(i).append("-".repeat(230)).append("\"\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("badZones")
    void sign_ofABadZone_saysWhatIsWrongAndWritesNothing(String text, String message)
            throws IOException {
        RecordedTerminal terminal = sign(text);
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.BAD);
        assertThat(terminal.err()).contains(message).contains("nothing was written");
        assertNothingWritten();
    }

    @Test
    void sign_ofLegalOddities_signsThem() throws IOException {
        RecordedTerminal terminal =
                sign(APEX + "WwW 60 A 192.0.2.9\nb\\000\\255\\.c 60 A 192.0.2.8\n*.W 60 TXT x\n");
        assertThat(terminal.exitCode()).as(terminal.err()).isEqualTo(ExitCode.FINE);
        assertThat(Files.readString(signed)).contains("WwW.example.").contains("b\\000\\255\\.c");
    }

    @Test
    void sign_ofDuplicatesAndTtlMismatch_warnsAndSigns() throws IOException {
        RecordedTerminal terminal =
                sign(
                        APEX
                                + "a 60 A 192.0.2.9\na 60 A 192.0.2.9\nb 60 A 192.0.2.9\nb 30 A 192.0.2.8\n");
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(terminal.err()).contains("RFC 2181 §5").contains("RFC 2181 §5.2");
        assertThat(Files.readString(signed)).contains("b.example.\t30\tIN\tA\t192.0.2.9");
    }

    @Test
    void sign_strict_refusesWhatWouldBeWarnedAbout() throws IOException {
        RecordedTerminal terminal = sign(APEX + "a 60 A 192.0.2.9\na 60 A 192.0.2.9\n", "--strict");
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.BAD);
        assertNothingWritten();
    }

    @Test
    void sign_withoutAnyFile_namesTheFile() throws IOException {
        RecordedTerminal terminal = signWritten();
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(terminal.err()).contains(zone.toString()).contains("no such file");
    }

    @Test
    void sign_intoAFolderThatIsNotThere_saysSo() throws IOException {
        RecordedTerminal terminal = sign(APEX, "--out", folder.resolve("no/where").toString());
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(terminal.err()).contains("no/where");
    }

    @Test
    void sign_withAFileForAStateFolder_saysSo() throws IOException {
        Files.writeString(folder.resolve("state"), "a file");
        RecordedTerminal terminal = sign(APEX);
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(terminal.err()).contains("state");
        assertNothingWritten();
    }

    static Stream<Arguments> badUsage() {
        return Stream.of(
                Arguments.of("--algorithm 5", "not for signing"),
                Arguments.of("--algorithm 18", "--experimental"),
                Arguments.of("--algorithm 99", "--algorithm takes"),
                Arguments.of("--denial nsec3 --nsec3-iterations 5", "--force"),
                Arguments.of("--denial nsec3 --nsec3-salt zz", "in hex"),
                Arguments.of("--denial nsec4", "none of nsec"),
                Arguments.of("--validity 5", "no duration"),
                Arguments.of("--validity 1h --jitter 2h", "longer than the jitter"),
                Arguments.of("--pkcs11 /no/such/module.so", "--token"),
                Arguments.of("--token x", "--pkcs11"),
                Arguments.of("--zonemd=md5", "sha384"),
                Arguments.of("--threads 0", "--threads"),
                Arguments.of("--at yesterday", "no time"));
    }

    @ParameterizedTest
    @MethodSource("badUsage")
    void sign_withBadOptions_saysWhatItTakes(String options, String message) throws IOException {
        RecordedTerminal terminal = sign(APEX, options.split(" "));
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(message);
        assertNothingWritten();
    }

    @Test
    void sign_twice_keepsTheKeysAndTheirSignatures() throws IOException {
        sign(APEX, "--at", "2026-11-22T00:00:00Z");
        Path first = folder.resolve("first");
        Files.move(signed, first);
        RecordedTerminal terminal =
                signWritten(
                        "--at", "2026-11-23T00:00:00Z", "--previous", first.toString(), "--json");
        assertThat(terminal.out()).contains("\"signatures-made\" : 0");
        assertThat(Files.readString(signed)).isEqualTo(Files.readString(first));
    }

    @Test
    void sign_withAnotherAlgorithmThanTheKeys_refuses() throws IOException {
        sign(APEX);
        Files.delete(signed);
        RecordedTerminal terminal = signWritten("--algorithm", "15");
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("ECDSAP256SHA256").contains("--state");
        assertNothingWritten();
    }

    @Test
    void sign_withKeysInTheHsmButNoKeyFile_makesNoNewOnes() throws IOException {
        sign(APEX);
        Files.delete(signed);
        Files.delete(folder.resolve("state/keys/example.keys"));
        RecordedTerminal terminal = signWritten();
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("chain of trust");
        assertNothingWritten();
    }

    @Test
    void sign_zonemdBeforeTheFile_takesTheFileForTheFile() throws IOException {
        Files.writeString(zone, APEX);
        RecordedTerminal terminal = RecordedTerminal.pipe();
        String state = folder.resolve("state").toString();
        terminal.run("sign", "--origin", "example.", "--state", state, "--zonemd", zone.toString());
        assertThat(terminal.exitCode()).as(terminal.err()).isEqualTo(ExitCode.FINE);
        assertThat(Files.readString(signed)).contains("\tZONEMD\t");
    }

    @Test
    void sign_afterARunThatEndedBeforeTheKeyFile_makesItsOwnKeys() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("state"));
        try (EmbeddedHsm hsm = state.openEmbeddedHsm(HeapKeys.REFUSED)) {
            new KeyMaker(Name.parse("example."), hsm, "embedded", new SecureRandom())
                    .generate(
                            ZoneKey.Role.KSK,
                            SignatureScheme.ECDSA_P256_SHA256,
                            0,
                            Set.of(),
                            Instant.EPOCH);
        }
        RecordedTerminal terminal = sign(APEX);
        assertThat(terminal.exitCode()).as(terminal.err()).isEqualTo(ExitCode.FINE);
        try (EmbeddedHsm hsm = state.openEmbeddedHsm(HeapKeys.REFUSED)) {
            assertThat(hsm.keys())
                    .extracting(KeyHandle::label)
                    .anyMatch(label -> label.matches("example\\./ksk/13/\\d+"))
                    .anyMatch(label -> label.matches("example\\./zsk/13/\\d+"))
                    .contains("example./ksk/13/new");
        }
    }

    @Test
    void sign_toStandardOutput_writesTheZoneThere() throws IOException {
        RecordedTerminal terminal = sign(APEX, "--out", "-");
        assertThat(terminal.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(terminal.out()).startsWith("example.\t3600\tIN\tSOA\t");
        assertThat(terminal.err()).contains("proved");
        assertNothingWritten();
    }

    @Test
    void demo_runsAndEndsWell() {
        RecordedTerminal terminal = RecordedTerminal.pipe();
        terminal.run("demo");
        assertThat(terminal.exitCode()).as(terminal.err()).isEqualTo(ExitCode.FINE);
        assertThat(terminal.out()).contains("nothing wrong").contains("2 problems");
    }
}
