package org.zoneseal.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How daemons end, each tried in a process of its own. */
@EnabledOnOs(OS.LINUX)
class DaemonLifeTest {

    private static final int KILLED_BY_SIGTERM = 128 + 15;
    private static final String LONG = "600000";
    private static final int BOUND_SECONDS = 60;

    private static Process start(String boundMillis, String stopMillis) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SlowDaemon.class.getName(),
                                boundMillis,
                                stopMillis)
                        .start();
        // Whoever reads what it says comes to an end then.
        CompletableFuture.delayedExecutor(BOUND_SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        assertThat(process.inputReader().readLine()).isEqualTo("slow is ready");
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("it does not end").isTrue();
        return process.exitValue();
    }

    /** Reads its log until an event is there. */
    private static void await(BufferedReader log, String event) throws IOException {
        String line = log.readLine();
        while (line != null && !line.contains(event)) {
            line = log.readLine();
        }
        assertThat(line).as(event).isNotNull();
    }

    @Test
    void daemon_toldToStop_endsWithCodeZeroAndSaysSo() throws Exception {
        Process process = start("60000", "0");
        process.toHandle().destroy();
        await(process.errorReader(), "slow.stopping");
        await(process.errorReader(), "slow.stopped");
        assertThat(exitCode(process)).isZero();
    }

    @Test
    void daemon_notStoppedWithinItsBound_isEndedAndSaysSo() throws Exception {
        Process process = start("100", LONG);
        process.toHandle().destroy();
        await(process.errorReader(), "slow.killed");
        assertThat(exitCode(process)).isEqualTo(3);
    }

    @Test
    void daemon_toldTwice_endsAtOnce() throws Exception {
        Process process = start(LONG, LONG);
        process.toHandle().destroy();
        await(process.errorReader(), "slow.stopping");
        process.toHandle().destroy();
        assertThat(exitCode(process)).isEqualTo(KILLED_BY_SIGTERM);
    }
}
