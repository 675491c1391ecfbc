package org.zoneseal.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program when the disk is full, when it is killed, when two run at once: what was there
 * before is there still, or the new content is, whole.
 */
class BadLuckTest {

    private static final String EARLIER = "; what was signed before\n";
    private static final int DELEGATIONS = 5_000;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = 1_000_000;

    @TempDir Path folder;

    @BeforeEach
    void makeZoneAndKeys() throws IOException {
        StringBuilder zone = new StringBuilder();
        zone.append("@ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600\n@ 3600 IN NS ns\n");
        zone.append("ns 3600 IN A 192.0.2.1\n");
        Files.writeString(folder.resolve("small"), zone);
        for (int i = 0; i < DELEGATIONS; i++) {
            zone.append("d%d 3600 IN NS ns.example.net.\n".formatted(i));
        }
        Files.writeString(folder.resolve("zone"), zone);
        Peer.zoneseal().run(folder, arguments("small", "small.signed")).mustBeFine();
        Files.writeString(folder.resolve("signed"), EARLIER);
    }

    private String[] arguments(String zone, String out) {
        return new String[] {
            "sign", zone, "--origin", "example.", "--out", out, "--state", "state"
        };
    }

    private List<Path> asides() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".aside")).toList();
        }
    }

    @Test
    void sign_diskFullWhileWriting_saysSoAndKeepsTheEarlierFile() throws IOException {
        Peer.Outcome outcome =
                Peer.zoneseal().withFilesUpTo(200).run(folder, arguments("zone", "signed"));
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
        assertThat(outcome.err()).contains("cannot write").contains("signed");
        assertThat(folder.resolve("signed")).hasContent(EARLIER);
        assertThat(asides()).isEmpty();
    }

    @Test
    void sign_killedWhileWriting_leavesTheEarlierFileAndTheNextRunCleansUp() throws Exception {
        Process process = Peer.zoneseal().start(folder, arguments("zone", "signed"));
        long end = System.nanoTime() + BOUND.toNanos();
        while (asides().isEmpty() && process.isAlive()) {
            assertThat(System.nanoTime()).as("nothing was written in time").isLessThan(end);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        process.destroyForcibly().waitFor();
        assertThat(asides()).as("it was killed too late to show anything").isNotEmpty();
        assertThat(folder.resolve("signed")).hasContent(EARLIER);
        Peer.zoneseal().run(folder, arguments("zone", "signed")).mustBeFine();
        assertThat(asides()).isEmpty();
        Peer.zoneseal().run(folder, "verify", "signed", "--origin", "example.").mustBeFine();
    }

    @Test
    void sign_killedWhileKeysAreMade_doesNotStopTheNextRun() throws Exception {
        for (int millis = 300; millis <= 1_200; millis += 300) {
            String state = "state" + millis;
            String[] arguments = {
                "sign", "small", "--origin", "example.", "--out", "again", "--state", state
            };
            Process process = Peer.zoneseal().start(folder, arguments);
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            process.destroyForcibly().waitFor();
            Peer.zoneseal().run(folder, arguments).mustBeFine();
        }
    }
}
