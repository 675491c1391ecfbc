package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsmCommandTest {

    @TempDir Path state;
    private final RecordedTerminal screen = RecordedTerminal.pipe();

    @Test
    void test_embedded_worksForAllThatItListsAndSaysWhatIsOff() {
        assertThat(run("hsm", "test")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out())
                .contains("RSASHA256", "ED25519", "ED448 and MLDSA44 are off here")
                .contains("--allow-heap-keys");
        assertThat(screen.out().lines().filter(line -> line.endsWith("works"))).hasSize(5);
    }

    @Test
    void test_embeddedWithHeapKeys_worksForAll() {
        assertThat(run("hsm", "test", "--allow-heap-keys")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out().lines().filter(line -> line.endsWith("works"))).hasSize(7);
    }

    @Test
    void test_asJson_namesTheTokenAndEachAlgorithm() {
        assertThat(run("hsm", "test", "--json")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out())
                .startsWith("{")
                .contains("\"kind\" : \"embedded\"", "\"algorithm\" : \"ECDSAP256SHA256\"");
    }

    @Test
    void bench_embedded_printsAFigureForEachNumberOfLanes() {
        assertThat(
                        run(
                                "hsm",
                                "bench",
                                "--algorithm",
                                "15,ECDSAP256SHA256",
                                "--lanes",
                                "1,2",
                                "--time",
                                "PT0.05S"))
                .isEqualTo(ExitCode.FINE);
        assertThat(screen.out().lines().filter(line -> line.contains("ED25519"))).hasSize(2);
        assertThat(screen.out().lines().filter(line -> line.contains("ECDSAP256"))).hasSize(2);
    }

    @Test
    void bench_algorithmThatTheTokenLacks_isEnvironmentWithANextStep() {
        assertThat(run("hsm", "bench", "--algorithm", "16")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("ED448", "hsm test").hasLineCount(1);
    }

    @Test
    void bench_noLanes_isUsage() {
        assertThat(run("hsm", "bench", "--lanes", "0")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void pkcs11_moduleThatIsNotThere_isEnvironment() {
        assertThat(run("hsm", "test", "--pkcs11", "/none.so", "--token", "t", "--pin-file", "p"))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("/none.so").hasLineCount(1);
    }

    @Test
    void token_withoutModule_isUsage() {
        assertThat(run("hsm", "test", "--token", "t")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("--pkcs11");
    }

    @Test
    void keyList_noKeys_saysSo() {
        assertThat(run("key", "list", "--origin", "example.")).isEqualTo(ExitCode.FINE);
        assertThat(screen.err()).contains("example. has no keys in " + state);
    }

    private ExitCode run(String... command) {
        String[] all = Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--state";
        all[command.length + 1] = state.toString();
        return Zoneseal.run(screen.terminal(), all);
    }
}
