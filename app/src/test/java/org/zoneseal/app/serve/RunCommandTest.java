package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.NotifySocket;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.dns.ResponseCode;

/** The server as a process: how it starts, takes signals, and comes back after it was killed. */
@EnabledOnOs(OS.LINUX)
class RunCommandTest {

    private static final String ONE = "zones: [{name: one.example, file: one.zone}]\n";

    @TempDir Path temporary;
    private ServedFolder folder = new ServedFolder(Path.of(""));

    @BeforeEach
    void makeFolder() {
        folder = new ServedFolder(temporary);
        folder.zone("one.zone", 1, "www");
        folder.zone("two.zone", 1, "www");
    }

    private DaemonProcess run() throws IOException {
        return DaemonProcess.start(temporary, "run", "--config", "zoneseal.yaml");
    }

    private RecordedTerminal zoneReload() {
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run("zone", "reload", "--control", folder.path("state").toString());
        return screen;
    }

    @Test
    void run_started_saysOneLineAndStopsWithCodeZeroAtSigterm() throws IOException {
        folder.configure(ONE);
        DaemonProcess server = run().ready();
        assertThat(server.out())
                .isEqualTo(
                        "server ready: udp:127.0.0.1:%1$d tcp:127.0.0.1:%1$d zones=1/1\n"
                                .formatted(folder.port()));
        assertThat(folder.serial("one.example")).hasValue(1);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.path("state/control.socket"))))
                .isEqualTo("rw-------");
        server.terminate();
        assertThat(server.exitCode()).isZero();
        assertThat(server.err())
                .contains(
                        "server.listening",
                        "zone.loaded zone=one.example. serial=1",
                        "server.ready",
                        "server.stopped");
        assertThat(folder.path("state/control.socket")).doesNotExist();
    }

    @Test
    void run_withABrokenConfiguration_saysAllProblemsAndEndsWithTwo() throws IOException {
        folder.configure("zones: [{name: one.example}]\nlanes: many\n");
        DaemonProcess server = run();
        assertThat(server.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(server.err()).contains("2 problems", "yaml:5:", "yaml:6:");
    }

    @Test
    void run_atAnAddressThatIsTaken_saysWhichAndEndsWithThree() throws IOException {
        folder.configure(ONE);
        try (DaemonProcess first = run().ready()) {
            assertThat(first.isAlive()).isTrue();
            String other = Files.readString(folder.path("zoneseal.yaml"));
            folder.write("zoneseal.yaml", other.replace("state: state", "state: other"));
            DaemonProcess second = run();
            assertThat(second.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(second.err()).contains("port " + folder.port());
        }
    }

    @Test
    void sighup_withAnotherConfiguration_takesItAndTellsTheServiceManager() throws IOException {
        folder.configure(ONE);
        try (NotifySocket manager = NotifySocket.bind(temporary.resolve("notify"));
                DaemonProcess server =
                        DaemonProcess.start(
                                temporary,
                                Map.of("NOTIFY_SOCKET", manager.path().toString()),
                                List.of(),
                                "run",
                                "--config",
                                "zoneseal.yaml")) {
            assertThat(manager.receive()).startsWith("READY=1\nSTATUS=server ready");
            folder.configure(
                    "zones: [{name: one.example, file: one.zone}, {name: two.example, file:"
                            + " two.zone}]\n");
            server.hangUp();
            assertThat(manager.receive()).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(manager.receive()).startsWith("READY=1\n").contains("zones=2/2");
            assertThat(folder.serial("two.example")).hasValue(1);
            folder.configure("zones: [{name: one.example}]\n");
            server.hangUp();
            server.logged("server.reload-refused");
            assertThat(folder.serial("two.example")).hasValue(1);
        }
    }

    @Test
    void run_killed_startsAgainWithTheLatestVersionItAnswered() throws IOException {
        folder.configure(ONE);
        DaemonProcess first = run().ready();
        for (int serial = 2; serial <= 5; serial++) {
            folder.zone("one.zone", serial, "www", "host" + serial);
            assertThat(zoneReload().exitCode()).isEqualTo(ExitCode.FINE);
        }
        assertThat(folder.serial("one.example")).hasValue(5);
        first.kill();
        Files.delete(folder.path("one.zone"));
        try (DaemonProcess second = run().ready()) {
            assertThat(second.isAlive()).isTrue();
            assertThat(folder.serial("one.example")).hasValue(5);
            assertThat(folder.responseCode("host5.one.example")).isEqualTo(ResponseCode.NOERROR);
        }
    }

    @Test
    void run_onAFullDisk_keepsWhatItServesAndGoesOnWithRoom() throws Exception {
        Path disk = Files.createDirectory(temporary.resolve("state"));
        boolean isMounted =
                system("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
        assumeTrue(isMounted, "mounting a small file system takes root");
        try {
            folder.configure(ONE);
            try (DaemonProcess server = run().ready()) {
                assertThat(server.isAlive()).isTrue();
                fill(disk.resolve("filler"));
                folder.zone("one.zone", 2, hosts());
                RecordedTerminal full = zoneReload();
                assertThat(full.exitCode()).isEqualTo(ExitCode.BAD);
                assertThat(full.out()).contains("could not be stored", "serial 1 stays");
                assertThat(folder.serial("one.example")).hasValue(1);
                Files.delete(disk.resolve("filler"));
                assertThat(zoneReload().out()).contains("is loaded, serial 2");
                assertThat(folder.serial("one.example")).hasValue(2);
            }
        } finally {
            assertThat(system("umount", disk.toString())).isTrue();
        }
    }

    private static String[] hosts() {
        String[] hosts = new String[200];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = "host" + i;
        }
        return hosts;
    }

    private static void fill(Path file) throws IOException {
        byte[] page = new byte[4096];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    private static boolean system(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
