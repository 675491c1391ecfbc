package org.zoneseal.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.NotifySocket;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.app.daemon.Hardening;

/** The daemon as a process: how it starts, what it refuses, how it ends. */
@EnabledOnOs(OS.LINUX)
class ServeCommandTest {

    @TempDir Path folder;

    @Test
    void serve_started_saysOneLineAndAnswersAtTheSocketInItsFolder() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        try (DaemonProcess daemon = device.serve()) {
            assertThat(daemon.out())
                    .isEqualTo("hsm ready: unix:" + device.device().resolve("hsm.socket") + "\n");
            RecordedTerminal status = TestFolder.mustBeFine(device.asNobody("hsm", "status"));
            assertThat(status.out()).contains("operational");
        }
    }

    @Test
    void serve_toldToStop_endsWithinTheBoundWithCodeZeroAndTakesItsSocketAway() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        DaemonProcess daemon = device.serve();
        daemon.terminate();
        assertThat(daemon.exitCode()).as("3 if the bound was passed").isZero();
        assertThat(daemon.err()).contains("hsm.stopping", "hsm.stopped");
        assertThat(device.device().resolve("hsm.socket")).doesNotExist();
        assertThat(device.asNobody("hsm", "status").exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void serve_killed_startsAgainWithAllThatWasConfirmed() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        DaemonProcess first = device.serve();
        Path password = device.secret("bob.password", "another password");
        TestFolder.mustBeFine(
                device.asAdministrator(
                        "hsm",
                        "user",
                        "add",
                        "bob",
                        "--role",
                        "auditor",
                        "--new-password-file",
                        password.toString()));
        first.kill();
        try (DaemonProcess _ = device.serve()) {
            assertThat(TestFolder.mustBeFine(device.asAdministrator("hsm", "user", "list")).out())
                    .containsPattern("bob +00002000");
        }
    }

    @Test
    void serve_folderInUse_namesTheHolder() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        try (DaemonProcess holder = device.serve();
                DaemonProcess second =
                        DaemonProcess.start(folder, "hsm", "serve", device.device().toString())) {
            assertThat(second.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(second.err()).contains("in use by process " + holder.pid());
            TestFolder.mustBeFine(device.asNobody("hsm", "status"));
        }
    }

    @Test
    void serve_wrongPassphrase_isRefusedAndTheDeviceStaysAsItWas() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        Path wrong = device.secret("wrong", "not the passphrase");
        try (DaemonProcess refused =
                DaemonProcess.start(
                        folder,
                        "hsm",
                        "serve",
                        device.device().toString(),
                        "--passphrase-file",
                        wrong.toString())) {
            assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(refused.out()).isEmpty();
        }
        try (DaemonProcess daemon = device.serve()) {
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void serve_socketPathTooLong_saysSoAndEnds() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        try (DaemonProcess daemon =
                DaemonProcess.start(
                        folder,
                        "hsm",
                        "serve",
                        device.device().toString(),
                        "--listen",
                        "unix:" + folder.resolve("x".repeat(120)))) {
            assertThat(daemon.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(daemon.err()).contains("x".repeat(120));
        }
    }

    @Test
    void serve_running_refusesToBeAttachedTo() throws Exception {
        TestFolder device = TestFolder.withDevice(folder);
        try (DaemonProcess daemon = device.serve()) {
            assertThat(run("jcmd", Long.toString(daemon.pid()), "VM.version")).isNotZero();
            assertThat(daemon.isAlive()).isTrue();
            assertThat(daemon.err())
                    .contains("hsm.hardened undumpable=true")
                    .doesNotContain("hsm.hardening");
            assertThat(Files.readString(Path.of("/proc/" + daemon.pid() + "/limits")))
                    .containsPattern("Max core file size +0 +0");
        }
    }

    @Test
    void serve_crashed_leavesNoFileWithItsMemory() throws Exception {
        TestFolder device = TestFolder.withDevice(folder);
        DaemonProcess daemon = device.serve();
        assertThat(run("/bin/kill", "-SEGV", Long.toString(daemon.pid()))).isZero();
        assertThat(daemon.exitCode()).isNotZero();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("hs_err") || name.startsWith("core"));
        }
    }

    @Test
    void serve_withoutTheLaunchersOptions_warnsThatOthersCanAttach() {
        assertThat(Hardening.ofLaunch(List.of())).singleElement().asString().contains("attach");
        assertThat(
                        Hardening.ofLaunch(
                                List.of(
                                        "-XX:+DisableAttachMechanism",
                                        "-XX:+HeapDumpOnOutOfMemoryError")))
                .singleElement()
                .asString()
                .contains("heap");
    }

    @Test
    void serve_underAServiceManager_tellsItWhenItIsReadyAndWhenItStops() throws Exception {
        TestFolder device = TestFolder.withDevice(folder);
        try (NotifySocket socket = NotifySocket.bind(folder.resolve("notify"))) {
            DaemonProcess daemon =
                    DaemonProcess.start(
                            folder,
                            Map.of("NOTIFY_SOCKET", socket.path().toString()),
                            List.of(),
                            "hsm",
                            "serve",
                            device.device().toString());
            assertThat(socket.receive()).startsWith("READY=1\nSTATUS=hsm ready: unix:");
            daemon.terminate();
            assertThat(socket.receive()).isEqualTo("STOPPING=1\n");
            assertThat(daemon.exitCode()).isZero();
        }
    }

    private int run(String... command) throws Exception {
        String program = command[0];
        Path own = Path.of(System.getProperty("java.home"), "bin", program);
        command[0] = Files.exists(own) ? own.toString() : program;
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
