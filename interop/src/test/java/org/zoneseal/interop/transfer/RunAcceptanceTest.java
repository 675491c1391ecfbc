package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/** What {@code zoneseal sign} made, served by {@code zoneseal run}, taken by others. */
class RunAcceptanceTest {

    private static final String KEY = "c2VjcmV0IG9mIHRoZSB0cmFuc2ZlcnMgaW4gdGVzdHM=";
    private static final Name ZONE = Name.parse("example.com");

    @TempDir Path folder;

    @Test
    void signedZone_served_isTakenByNsdAndKnotAndSighupAddsAnother() throws Exception {
        ZonesealServer server = new ZonesealServer(folder);
        server.write(
                "zone",
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
        server.key(SecondaryServer.Source.KEY, KEY);
        configure(
                server,
                "zones: [{name: example.com, file: signed, transfer: [{key: transfer.key.}]}]");
        server.start();
        try {
            server.awaitReady();
            SecondaryServer.Source source =
                    new SecondaryServer.Source(server.port, List.of(ZONE), KEY);
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
                                        Integer.toString(server.port),
                                        over,
                                        "+dnssec",
                                        "+norecurse",
                                        "www.example.com",
                                        "A");
                assertThat(answer.mustBeFine().out())
                        .contains("192.0.2.2", "RRSIG", "flags: qr aa");
            }
            configure(
                    server,
                    "zones: [{names: [example.com, example.net], file: \"signed.{zone}\"}]");
            Files.copy(folder.resolve("signed"), folder.resolve("signed.example.com"));
            Files.copy(folder.resolve("zone"), folder.resolve("signed.example.net"));
            server.reload();
            server.awaitSerial(Name.parse("example.net"), 7);
        } finally {
            assertThat(server.stop()).as(server::log).isZero();
        }
    }

    private static void configure(ZonesealServer server, String zones) throws IOException {
        server.configure("tsig: {keys: [transfer.key.key]}\n" + zones + "\n");
    }
}
