package org.zoneseal.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;

/** A device on another host: TLS with certificates that each side knows of the other. */
@EnabledOnOs(OS.LINUX)
class RemoteDeviceTest {

    @TempDir Path folder;
    private String address = "";
    private DaemonProcess daemon;

    @BeforeEach
    void start() throws IOException {
        TestFolder device = TestFolder.withDevice(folder);
        certificate("device", "server");
        certificate("client", "client");
        certificate("client", "stranger");
        address = "tls:127.0.0.1:" + freePort();
        Path config =
                Files.writeString(
                        folder.resolve("hsm.yaml"),
                        """
                        version: 1
                        folder: %s
                        secret-file: %s
                        listen: %s
                        tls: {certificate: server.pem, key: server.key, clients: [client.pem]}
                        """
                                .formatted(device.device(), device.path("device.secret"), address));
        daemon = DaemonProcess.start(folder, "hsm", "serve", "--config", config.toString()).ready();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void certificate(String use, String name) {
        TestFolder.mustBeFine(
                TestFolder.run("hsm", "tls", use, folder.resolve(name) + "", "--name", name));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private RecordedTerminal status(String client, String server) {
        return TestFolder.run(
                "hsm",
                "status",
                "--hsm",
                address,
                "--tls-certificate",
                folder.resolve(client + ".pem").toString(),
                "--tls-key",
                folder.resolve(client + ".key").toString(),
                "--tls-server",
                folder.resolve(server + ".pem").toString());
    }

    @Test
    void command_withACertificateThatTheDeviceKnows_isAnswered() {
        assertThat(TestFolder.mustBeFine(status("client", "server")).out()).contains("operational");
    }

    @Test
    void command_withAnotherCertificate_isNotLetIn() {
        RecordedTerminal refused = status("stranger", "server");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains(address).hasLineCount(1);
    }

    @Test
    void command_toADeviceWithAnotherCertificate_isNotSent() {
        assertThat(status("client", "stranger").exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void command_withoutCertificates_saysWhichOptionsAreMissing() {
        RecordedTerminal refused = TestFolder.run("hsm", "status", "--hsm", address);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("--tls-certificate", "--tls-key", "--tls-server");
    }

    @Test
    void connect_localSocket_leadsToTheDeviceUntilItIsToldToStop() throws IOException {
        Path socket = folder.resolve("local.socket");
        DaemonProcess bridge =
                DaemonProcess.start(
                                folder,
                                "hsm",
                                "connect",
                                address,
                                "--listen",
                                "unix:" + socket,
                                "--tls-certificate",
                                "client.pem",
                                "--tls-key",
                                "client.key",
                                "--tls-server",
                                "server.pem")
                        .ready();
        for (int i = 0; i < 3; i++) {
            RecordedTerminal status = TestFolder.run("hsm", "status", "--hsm", "unix:" + socket);
            assertThat(TestFolder.mustBeFine(status).out()).contains("operational");
        }
        bridge.terminate();
        assertThat(bridge.exitCode()).isZero();
        assertThat(socket).doesNotExist();
        assertThat(bridge.err()).doesNotContain("WARNING", "ERROR");
    }

    @Test
    void connect_socketInUse_isRefused() throws IOException {
        Path socket = folder.resolve("local.socket");
        String[] command = {
            "hsm",
            "connect",
            address,
            "--listen",
            "unix:" + socket,
            "--tls-certificate",
            "client.pem",
            "--tls-key",
            "client.key",
            "--tls-server",
            "server.pem"
        };
        try (DaemonProcess _ = DaemonProcess.start(folder, command).ready();
                DaemonProcess second = DaemonProcess.start(folder, command)) {
            assertThat(second.exitCode()).isEqualTo(ExitCode.USAGE.code());
            assertThat(second.err()).contains("another process listens there");
        }
    }
}
