package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/** What {@code zoneseal sign} made, served by {@code zoneseal run}, taken by others. */
class RunAcceptanceTest {

    private static final long BOUND_SECONDS = 90;
    private static final String KEY = "c2VjcmV0IG9mIHRoZSB0cmFuc2ZlcnMgaW4gdGVzdHM=";
    private static final Name ZONE = Name.parse("example.com");

    @TempDir Path folder;

    @Test
    void signedZone_served_isTakenByNsdAndKnotAndSighupAddsAnother() throws Exception {
        Files.writeString(
                folder.resolve("zone"),
                """
                $TTL 300
                @ SOA ns hostmaster 7 3600 600 86400 300
                @ NS ns
                ns A 192.0.2.1
                www A 192.0.2.2
                """);
        Peer.zoneseal()
                .run(
                        folder,
                        "sign",
                        "zone",
                        "--origin",
                        "example.com",
                        "--state",
                        "keys",
                        "--out",
                        "signed")
                .mustBeFine();
        Path key =
                Files.writeString(
                        folder.resolve("transfer.key"),
                        "key \"transfer.key.\" { algorithm hmac-sha256; secret \""
                                + KEY
                                + "\"; };\n");
        assertThat(key.toFile().setReadable(false, false)).isTrue();
        assertThat(key.toFile().setReadable(true, true)).isTrue();
        int port = Ports.free();
        configure(
                port,
                "zones: [{name: example.com, file: signed, transfer: [{key: transfer.key.}]}]");
        Process server = serve();
        try {
            SecondaryServer.Source source = new SecondaryServer.Source(port, List.of(ZONE), KEY);
            for (String kind : List.of("nsd", "knot")) {
                try (SecondaryServer other =
                        SecondaryServer.of(kind, folder.resolve(kind), source)) {
                    other.start();
                    other.awaitSerial(ZONE, 7);
                }
            }
            for (String over : List.of("+notcp", "+tcp")) {
                Peer.Outcome answer =
                        Peer.of("dig")
                                .run(
                                        folder,
                                        "@127.0.0.1",
                                        "-p",
                                        Integer.toString(port),
                                        over,
                                        "+dnssec",
                                        "+norecurse",
                                        "www.example.com",
                                        "A");
                assertThat(answer.mustBeFine().out())
                        .contains("192.0.2.2", "RRSIG", "flags: qr aa");
            }
            configure(
                    port, "zones: [{names: [example.com, example.net], file: \"signed.{zone}\"}]");
            Files.copy(folder.resolve("signed"), folder.resolve("signed.example.com"));
            Files.copy(folder.resolve("zone"), folder.resolve("signed.example.net"));
            Peer.of("kill").run(folder, "-HUP", Long.toString(server.pid())).mustBeFine();
            Name added = Name.parse("example.net");
            Waiting.until(
                    "the zone that SIGHUP adds",
                    () -> ZoneAsker.at(port).serial(added).orElse(-1) == 7,
                    BOUND_SECONDS,
                    this::log);
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).as(this::log).isZero();
    }

    private void configure(int port, String zones) throws IOException {
        Files.writeString(
                folder.resolve("zoneseal.yaml"),
                """
                version: 1
                state: state
                listen: [127.0.0.1:%d]
                tsig: {keys: [transfer.key]}
                %s
                """
                        .formatted(port, zones));
    }

    private Process serve() throws IOException {
        List<String> command = new ArrayList<>(Peer.zonesealDaemon().command());
        command.addAll(List.of("run", "--config", "zoneseal.yaml"));
        Process server =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        Waiting.until(
                "the server is ready",
                () -> text("out").contains("ready"),
                BOUND_SECONDS,
                this::log);
        return server;
    }

    private String log() {
        return text("err");
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return "no " + name + ": " + e;
        }
    }
}
