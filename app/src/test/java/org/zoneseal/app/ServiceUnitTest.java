package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units for systemd that come with the program. */
class ServiceUnitTest {

    private static final Path FOLDER = Path.of("..", "contrib");
    private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @Test
    void server_asItsUser_mayOpenPort53AndNothingElseThatRootMay() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("zoneseal.service"));
        assertThat(lines)
                .contains(
                        "User=zoneseal",
                        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
                        "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
                        "NoNewPrivileges=yes");
    }

    @Test
    void server_bySystemd_isStartedReloadedAndHeardAsItSpeaks() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("zoneseal.service"));
        assertThat(lines)
                .contains(
                        "Type=notify",
                        "ExecStart=/opt/zoneseal/zoneseal run --config"
                                + " /etc/zoneseal/zoneseal.yaml",
                        "ExecReload=/bin/kill -HUP $MAINPID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoneseal.service", "zoneseal-hsm.service"})
    void unit_readBySystemd_isWithoutFault(String name, @TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE));
        String unit =
                Files.readString(FOLDER.resolve(name))
                        .replace("/opt/zoneseal/zoneseal", "/bin/true");
        Path copy = Files.writeString(folder.resolve(name), unit);
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(SYSTEMD_ANALYZE.toString(), "verify", copy.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said, StandardCharsets.UTF_8)).doesNotContain(name);
        assertThat(process.exitValue()).isZero();
    }
}
