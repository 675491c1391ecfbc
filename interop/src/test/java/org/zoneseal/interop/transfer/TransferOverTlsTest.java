package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.AccessRule;

/** Zones over TLS (RFC 9103): real clients, with and without certificates. */
class TransferOverTlsTest {

    private static final Name ZONE = Name.parse("secret.test.");

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void makeCertificates() {
        certificate("server", "primary.test");
        certificate("client", "secondary.test");
        certificate("stranger", "secondary.test");
    }

    private void certificate(String file, String name) {
        Peer.of("openssl")
                .run(
                        folder,
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "30",
                        "-keyout",
                        file + ".key",
                        "-out",
                        file + ".pem",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name)
                .mustBeFine();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ServedZones serve(AccessList access) throws IOException {
        ServedZones ours =
                ServedZones.start(
                        access,
                        new TlsFiles(
                                folder.resolve("server.pem"),
                                folder.resolve("server.key"),
                                List.of(folder.resolve("client.pem"))));
        open.add(ours);
        return ours;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind", "nsd"})
    void secondary_overTls_holdsTheSameZone(String kind) throws IOException {
        ServedZones ours =
                serve(
                        AccessList.of(
                                AccessRule.ANYBODY
                                        .withKeys(Name.parse(SecondaryServer.Source.KEY))
                                        .overTls()));
        SecondaryServer.Source source = source(ours);
        Optional<Path> authority = Optional.of(folder.resolve("server.pem"));
        follow(
                ours,
                kind.equals("bind")
                        ? bind(source, Optional.empty())
                        : new NsdSecondary(
                                folder.resolve(kind), source, NsdSecondary.Over.TLS, authority));
        assertThat(ours.handler().counters().axfr()).isPositive();
        assertThat(ours.handler().counters().ixfr()).isPositive();
    }

    private static SecondaryServer.Source source(ServedZones ours) {
        return new SecondaryServer.Source(ours.tlsPort(), List.of(ZONE), ServedZones.SECRET);
    }

    private BindSecondary bind(
            SecondaryServer.Source source, Optional<PrimaryServer.Certificate> own)
            throws IOException {
        return new BindSecondary(
                folder.resolve("bind"),
                source,
                BindSecondary.Over.TLS,
                Optional.of(folder.resolve("server.pem")),
                own);
    }

    /** Some versions, each of which the secondary must come to hold. */
    private void follow(ServedZones ours, SecondaryServer secondary) throws IOException {
        SignedChanges changes = new SignedChanges(ZONE, 9, 1, Optional.empty());
        ours.publish(changes.next());
        open.add(secondary);
        secondary.start();
        ours.tell(secondary.port);
        for (int i = 0; i < 4; i++) {
            secondary.awaitSerial(ZONE, ours.current(ZONE).serial());
            assertThat(ZoneAsker.at(secondary.port).zone(ZONE))
                    .isEqualTo(CanonicalLines.of(ours.current(ZONE).version()));
            ours.publish(changes.next());
        }
    }

    @Test
    void secondary_withTheCertificateThatIsDemanded_holdsTheSameZone() throws IOException {
        ServedZones ours = serve(AccessList.of(AccessRule.ANYBODY.withNames("secondary.test")));
        PrimaryServer.Certificate own =
                new PrimaryServer.Certificate(
                        folder.resolve("client.key"),
                        folder.resolve("client.pem"),
                        Optional.empty());
        follow(ours, bind(source(ours), Optional.of(own)));
        assertThat(ours.handler().counters().ixfr()).isPositive();
    }

    private String kdig(int port, String... options) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("@127.0.0.1", "-p", String.valueOf(port)));
        arguments.addAll(List.of("+retry=0", "+timeout=10"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(ZONE.toString(), "AXFR"));
        Peer.Outcome outcome = Peer.of("kdig").run(folder, arguments);
        return outcome.out() + outcome.err();
    }

    /** The class of NSD's CVE-2026-12490. */
    @Test
    void zoneThatDemandsACertificate_isGivenToItsHolderAlone() throws IOException {
        ServedZones ours = serve(AccessList.of(AccessRule.ANYBODY.withNames("secondary.test")));
        ours.publish(new SignedChanges(ZONE, 9, 1, Optional.empty()).next());
        String given = "ns1.secret.test.";

        assertThat(
                        kdig(
                                ours.tlsPort(),
                                "+tls",
                                "+tls-certfile=client.pem",
                                "+tls-keyfile=client.key"))
                .contains(given);
        assertThat(kdig(ours.tlsPort(), "+tls")).doesNotContain(given);
        assertThat(
                        kdig(
                                ours.tlsPort(),
                                "+tls",
                                "+tls-certfile=stranger.pem",
                                "+tls-keyfile=stranger.key"))
                .doesNotContain(given);
        assertThat(kdig(ours.port(), "+tcp")).doesNotContain(given).contains("REFUSED");
        assertThat(ours.handler().counters().axfr()).isEqualTo(1);
        assertThat(ours.handler().counters().refused()).isEqualTo(3);
    }
}
