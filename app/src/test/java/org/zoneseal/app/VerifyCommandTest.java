package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    private static final String ZONE =
            """
            $TTL 3600
            @ IN SOA ns hostmaster 7 7200 3600 1209600 3600
            @ IN NS ns
            ns IN A 192.0.2.1
            www IN A 192.0.2.2
            """;

    @TempDir Path folder;
    private final RecordedTerminal screen = RecordedTerminal.pipe();
    private Path signed = Path.of("");

    @BeforeEach
    void sign() throws IOException {
        Path zone = Files.writeString(folder.resolve("zone"), ZONE);
        signed = folder.resolve("signed");
        ExitCode code =
                Zoneseal.run(
                        RecordedTerminal.pipe().terminal(),
                        "sign",
                        zone.toString(),
                        "--origin",
                        "example.",
                        "--state",
                        folder.resolve("state").toString(),
                        "--out",
                        signed.toString(),
                        "--at",
                        "2026-08-05T00:00:00Z",
                        "--zonemd");
        assertThat(code).isEqualTo(ExitCode.FINE);
    }

    @Test
    void verify_goodZone_isFineAndSaysWhatItLookedAt() {
        assertThat(verify("2026-08-06T00:00:00Z", "--require-zonemd")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out()).contains("serial 7", "ZONEMD     verified", "nothing wrong");
    }

    @Test
    void verify_expiredZone_isBadAndNamesEachRrset() {
        assertThat(verify("2027-01-01T00:00:00Z")).isEqualTo(ExitCode.BAD);
        assertThat(screen.out()).contains("www.example. A: ", "example. SOA: ", "FAILED");
    }

    @Test
    void verify_changedRecord_isBadAtThatNameAndInTheDigest() throws IOException {
        replace("192.0.2.2", "192.0.2.3");
        assertThat(verify("2026-08-06T00:00:00Z")).isEqualTo(ExitCode.BAD);
        assertThat(screen.out()).contains("www.example. A: ", "example. ZONEMD: ", "2 problems");
    }

    @Test
    void verify_expirySoonerThanTheFloor_isBad() {
        assertThat(verify("2026-08-06T00:00:00Z", "--expiry-floor", "30d")).isEqualTo(ExitCode.BAD);
    }

    @Test
    void verify_anchorOfAnotherKey_isBad() throws IOException {
        Path anchor =
                Files.writeString(
                        folder.resolve("anchor"),
                        "example. IN DS 1 13 2 " + "0123456789ABCDEF".repeat(4) + "\n");
        assertThat(verify("2026-08-06T00:00:00Z", "--trust-anchor", anchor.toString()))
                .isEqualTo(ExitCode.BAD);
        assertThat(screen.out()).contains("example. DNSKEY: ");
    }

    @Test
    void verify_asJson_hasTheVerdictAndTheProblems() throws IOException {
        replace("192.0.2.2", "192.0.2.3");
        assertThat(verify("2026-08-06T00:00:00Z", "--json")).isEqualTo(ExitCode.BAD);
        assertThat(screen.out())
                .startsWith("{")
                .contains("\"verified\" : false", "\"problem-count\" : 2", "SIGNATURE_INVALID");
    }

    @Test
    void verify_fileThatIsNotThere_isEnvironmentWithOneLine() {
        signed = folder.resolve("none");
        assertThat(verify("2026-08-06T00:00:00Z")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("none").hasLineCount(1);
    }

    @Test
    void verify_timeThatIsNone_isUsageWithAnExample() {
        assertThat(verify("yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("2026-08-05T00:00:00Z").hasLineCount(1);
    }

    private void replace(String what, String with) throws IOException {
        Files.writeString(signed, Files.readString(signed).replace(what, with));
    }

    private ExitCode verify(String at, String... more) {
        List<String> arguments = new ArrayList<>(List.of("verify", signed.toString()));
        arguments.addAll(List.of("--origin", "example.", "--at", at));
        arguments.addAll(List.of(more));
        return Zoneseal.run(screen.terminal(), arguments.toArray(String[]::new));
    }
}
