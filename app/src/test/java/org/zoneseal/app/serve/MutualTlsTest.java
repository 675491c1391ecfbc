package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;

/** A primary and its secondary that know each other by certificates, as their files say. */
class MutualTlsTest {

    @TempDir Path temporary;
    private ServedFolder primary = new ServedFolder(Path.of(""));
    private ServedFolder secondary = new ServedFolder(Path.of(""));
    private final List<RunningServer> running = new ArrayList<>();
    private int tlsPort;

    @BeforeEach
    void makeFolders() throws IOException {
        primary = new ServedFolder(Files.createDirectory(temporary.resolve("primary")));
        secondary = new ServedFolder(Files.createDirectory(temporary.resolve("secondary")));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tlsPort = free.getLocalPort();
        }
        certificate("device", "primary", "primary.example");
        certificate("client", "secondary", "secondary.example");
        certificate("client", "stranger", "secondary.example");
        primary.zone("one.zone", 1, "www");
    }

    private void certificate(String use, String file, String name) {
        String path = temporary.resolve(file).toString();
        RecordedTerminal made = RecordedTerminal.pipe();
        made.run("hsm", "tls", use, path, "--name", name);
        assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.FINE);
    }

    @AfterEach
    void stopAll() {
        running.forEach(ServedFolder::stop);
    }

    private void configurePrimary(String rule, String authority) {
        primary.write(
                "zoneseal.yaml",
                """
                version: 1
                state: state
                listen: ["127.0.0.1:%d", "tls:127.0.0.1:%d"]
                tls:
                  certificate: ../primary.pem
                  key: ../primary.key
                  client-authorities: ../%s.pem
                zones: [{name: one.example, file: one.zone, transfer: [%s]}]
                """
                        .formatted(primary.port(), tlsPort, authority, rule));
    }

    private void startPrimary(String rule) throws Exception {
        configurePrimary(rule, "secondary");
        running.add(primary.start());
    }

    private void startSecondary(String own, String server) throws Exception {
        secondary.configure(
                own
                        + "servers: {p: {"
                        + server
                        + "}}\nzones: [{name: one.example, primaries: [p]}]\n");
        running.add(secondary.start());
    }

    private static String own(String name) {
        return "tls: {certificate: ../%1$s.pem, key: ../%1$s.key}\n".formatted(name);
    }

    private String overTls() {
        return "address: \"127.0.0.1:" + tlsPort + "\", tls: {certificate: ../primary.pem}";
    }

    private String overTcp() {
        return "address: \"127.0.0.1:" + primary.port() + "\"";
    }

    private static RecordedTerminal command(ServedFolder of, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--control", of.path("state").toString()));
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run(all.toArray(String[]::new));
        return screen;
    }

    private void awaitTransfer() {
        ServedFolder.await("the transfer", () -> secondary.serial("one.example").orElse(0) == 1);
    }

    private void awaitRefusal() {
        ServedFolder.await(
                "the refusal",
                () ->
                        command(secondary, "zone", "show", "one.example")
                                .out()
                                .contains("the primary answers REFUSED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{host: secondary.example}", "{certificate: ../secondary.pem}"})
    void secondary_withTheCertificateOfTheRule_takesTheZone(String rule) throws Exception {
        startPrimary(rule);
        startSecondary(own("secondary"), overTls());
        awaitTransfer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another", "none", "plain TCP"})
    void secondary_withAnotherOrNoCertificate_isRefused(String shown) throws Exception {
        startPrimary("{host: secondary.example}, {certificate: ../secondary.pem}");
        switch (shown) {
            case "another" -> startSecondary(own("stranger"), overTls());
            case "none" -> startSecondary("", overTls());
            default -> startSecondary(own("secondary"), overTcp());
        }
        awaitRefusal();
        assertThat(secondary.serial("one.example")).isEmpty();
    }

    @Test
    void authority_replacedAtAReload_isTrustedNoMore() throws Exception {
        startPrimary("{host: secondary.example}");
        startSecondary(own("secondary"), overTls());
        awaitTransfer();
        configurePrimary("{host: secondary.example}", "stranger");
        primary.zone("one.zone", 2, "www");
        assertThat(command(primary, "reload").exitCode()).isEqualTo(ExitCode.FINE);
        ServedFolder.await("serial 2", () -> primary.serial("one.example").orElse(0) == 2);
        command(secondary, "zone", "transfer", "one.example");
        awaitRefusal();
        assertThat(secondary.serial("one.example")).hasValue(1);
    }
}
