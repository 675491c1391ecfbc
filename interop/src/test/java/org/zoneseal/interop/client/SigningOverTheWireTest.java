package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** Zoneseal's own commands with {@code --hsm}; ldns judges the zones. */
class SigningOverTheWireTest {

    private static final String ZONE =
            """
            @ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600
            @ 3600 IN NS ns
            ns 3600 IN A 192.0.2.1
            www 3600 IN A 192.0.2.2
            """;

    @TempDir static Path folder;
    private static RunningHsm hsm;

    @BeforeAll
    static void start() throws IOException {
        hsm = RunningHsm.start(folder);
        hsm.pinFile();
        Files.writeString(folder.resolve("zone"), ZONE);
    }

    @AfterAll
    static void stop() {
        hsm.close();
    }

    private static Outcome zoneseal(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of(
                        "--hsm",
                        hsm.address().toString(),
                        "--pin-file",
                        folder.resolve("pin").toString()));
        all.addAll(List.of(more));
        return Peer.zoneseal().run(folder, all);
    }

    private static Outcome sign(String algorithm, String... more) {
        List<String> command =
                List.of(
                        "sign",
                        "zone",
                        "--origin",
                        algorithm + ".example.",
                        "--state",
                        folder.resolve("state-" + algorithm).toString(),
                        "--out",
                        "signed",
                        "--algorithm",
                        algorithm);
        return zoneseal(command, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsap256sha256", "ecdsap384sha384", "rsasha256", "ed25519", "ed448"})
    void zone_signedTwiceWithOneKey_isAcceptedByOthers(String algorithm) {
        for (int i = 0; i < 2; i++) {
            sign(algorithm, "--token", RunningHsm.LABEL).mustBeFine();
            Peer.of("ldns-verify-zone").run(folder, "-V", "2", "signed").mustBeFine();
        }
    }

    @Test
    void token_notNamed_isAskedFor() {
        Outcome outcome = sign("ed25519");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--token");
    }

    @Test
    void hsmTest_overTheWire_findsNothingThatDoesNotWork() {
        Outcome outcome =
                zoneseal(List.of("hsm", "test"), "--token", RunningHsm.LABEL).mustBeFine();
        assertThat(outcome.out()).contains("ECDSAP256SHA256", "ED25519");
    }
}
