package org.zoneseal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone of ten million delegations is signed and proved within 16 GB. */
class TenMillionTest {

    private static final long MINUTES = 60;

    @TempDir Path folder;

    @Test
    @Tag("long")
    void sign_tenMillionDelegations_endsWithin16Gigabytes() throws Exception {
        Path zone = folder.resolve("zone");
        java(zone, "-Xmx4g", "org.zoneseal.bench.GenerateZone", "10000000", "0.3");
        Path log = folder.resolve("log");
        int code =
                java(
                        log,
                        "-Xmx15g",
                        "org.zoneseal.app.Zoneseal",
                        "sign",
                        zone.toString(),
                        "--origin",
                        "example.",
                        "--state",
                        folder.resolve("state").toString(),
                        "--denial",
                        "nsec3-opt-out");
        assertThat(code).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("proved");
    }

    private static int java(Path output, String heap, String... words)
            throws IOException, InterruptedException {
        String[] command = new String[words.length + 6];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = heap;
        command[2] = "-XX:+UseSerialGC";
        command[3] = "--enable-native-access=ALL-UNNAMED";
        command[4] = "-cp";
        command[5] = System.getProperty("java.class.path");
        System.arraycopy(words, 0, command, 6, words.length);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
