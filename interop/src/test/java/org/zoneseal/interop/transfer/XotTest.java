package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.transfer.PrimaryServer.Offer;
import org.zoneseal.transfer.secondary.Failure;
import org.zoneseal.transfer.secondary.IncomingLimits;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.transfer.secondary.TlsIdentity;
import org.zoneseal.transfer.secondary.TlsIdentity.ApplicationProtocol;
import org.zoneseal.transfer.secondary.TransferClient;
import org.zoneseal.transfer.secondary.TransferOutcome;

/** Zones over TLS (RFC 9103): who is believed, and who is not. */
class XotTest {

    private static final Name ZONE = Name.parse("example.org.");
    private static final String HOST = "primary.test";

    @TempDir Path folder;
    private final AtomicInteger gone = new AtomicInteger();
    private XotCertificates certificates;

    private final TransferClient client =
            new TransferClient(IncomingLimits.DEFAULT, InstantSource.system(), 1);

    @BeforeEach
    void certify() throws Exception {
        certificates = new XotCertificates(folder.resolve("tls"), HOST);
    }

    /** Whether NSD 4.6 selects an application protocol was not tried; BIND has to. */
    private static ApplicationProtocol of(String kind) {
        return kind.equals("nsd") ? ApplicationProtocol.IF_OFFERED : ApplicationProtocol.REQUIRED;
    }

    private Failure.Kind kind(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(TransferOutcome.Failed.class);
        return ((TransferOutcome.Failed) outcome).failure().kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd", "bind"})
    void zone_overTls_isTakenFromWhoeverIsKnown(String kind) throws Exception {
        ChangingZone zone = new ChangingZone(ZONE, 3, 500, 1);
        Offer offer = Offer.of(ZONE).overTls(certificates.files);
        try (PrimaryServer server =
                PrimaryServer.start(kind, folder.resolve("theirs"), offer, zone.text())) {
            Primary primary = Primary.plain(server.tlsAddress());
            ApplicationProtocol protocol = of(kind);
            for (TlsIdentity known :
                    List.of(
                            TlsIdentity.byName(HOST, certificates.trust(), null, protocol),
                            TlsIdentity.byPins(Set.of(certificates.pin()), null, protocol),
                            TlsIdentity.opportunistic(null, protocol))) {
                TransferOutcome outcome = client.axfr(primary.withTls(known), ZONE, null);
                assertThat(outcome)
                        .as(known + "\n" + server.log())
                        .isInstanceOf(TransferOutcome.Whole.class);
                IncomingTransferTest.assertSame(
                        zone.version(), ((TransferOutcome.Whole) outcome).version());
            }
            XotCertificates others = new XotCertificates(folder.resolve("others"), HOST);
            for (TlsIdentity unknown :
                    List.of(
                            TlsIdentity.byName("else.test", certificates.trust(), null, protocol),
                            TlsIdentity.byName(HOST, others.trust(), null, protocol),
                            TlsIdentity.byPins(Set.of(others.pin()), null, protocol))) {
                assertThat(kind(client.axfr(primary.withTls(unknown), ZONE, null)))
                        .as(unknown.toString())
                        .isEqualTo(Failure.Kind.NOT_AUTHENTIC);
            }
        }
    }

    @Test
    void primary_thatDemandsACertificate_givesTheZoneToItsHolder() throws Exception {
        ChangingZone zone = new ChangingZone(ZONE, 3, 50, 1);
        XotCertificates ours = new XotCertificates(folder.resolve("ours"), "secondary.test");
        XotCertificates others = new XotCertificates(folder.resolve("others"), "secondary.test");
        Offer offer = Offer.of(ZONE).overTls(certificates.files.demanding(ours.authorityFile));
        try (PrimaryServer server =
                PrimaryServer.start("bind", folder.resolve("theirs"), offer, zone.text())) {
            assertThat(asked(server, ours.own())).isInstanceOf(TransferOutcome.Whole.class);
            assertThat(asked(server, others.own())).isInstanceOf(TransferOutcome.Failed.class);
            assertThat(asked(server, null)).isInstanceOf(TransferOutcome.Failed.class);
        }
    }

    private TransferOutcome asked(PrimaryServer server, @Nullable X509ExtendedKeyManager own)
            throws Exception {
        TlsIdentity known =
                TlsIdentity.byName(HOST, certificates.trust(), own, ApplicationProtocol.REQUIRED);
        return client.axfr(Primary.plain(server.tlsAddress()).withTls(known), ZONE, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd", "bind"})
    void secondary_overTls_followsItsPrimary(String kind) throws Exception {
        ChangingZone zone = new ChangingZone(ZONE, 3, 500, 1);
        Offer offer = Offer.of(ZONE).overTls(certificates.files);
        try (OurSecondary ours = new OurSecondary(folder.resolve("ours"), TsigKeys.NONE);
                PrimaryServer server =
                        PrimaryServer.start(kind, folder.resolve("theirs"), offer, zone.text())) {
            ours.take(
                    SecondaryZone.of(
                            ZONE,
                            List.of(
                                    Primary.plain(server.tlsAddress())
                                            .withTls(
                                                    TlsIdentity.byName(
                                                            HOST,
                                                            certificates.trust(),
                                                            null,
                                                            of(kind))))));
            ours.await("the first version", () -> ours.holds(ZONE, zone.serial()));
            for (int i = 0; i < 3; i++) {
                zone.change();
                server.write(zone.text());
                server.reload();
                ours.await(
                        "serial " + zone.serial() + "\n" + server.log(),
                        () -> {
                            ours.secondaries.refresh(ZONE);
                            return ours.holds(ZONE, zone.serial());
                        });
                IncomingTransferTest.assertSame(zone.version(), ours.version(ZONE));
            }
        }
    }

    /** What a server of the test does once somebody has connected. */
    @FunctionalInterface
    private interface Manner {
        void treat(SSLSocket connection) throws IOException;
    }

    private TransferOutcome from(String protocol, String[] applications, Manner manner)
            throws Exception {
        SSLContext context = certificates.serverContext();
        try (SSLServerSocket listening =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SSLParameters parameters = listening.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setApplicationProtocols(applications);
            listening.setSSLParameters(parameters);
            Thread.ofVirtual()
                    .start(() -> {
                        try (SSLSocket one = (SSLSocket) listening.accept()) {
                            manner.treat(one);
                        } catch (IOException e) {
                            // The client did not like it, as it should.
                            gone.incrementAndGet();
                        }
                    });
            return client.axfr(
                    Primary.plain(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(),
                                            listening.getLocalPort()))
                            .withTls(
                                    TlsIdentity.byPins(
                                            Set.of(certificates.pin()),
                                            null,
                                            ApplicationProtocol.REQUIRED)),
                    ZONE,
                    null);
        }
    }

    private static final String[] DOT = {"dot"};

    @Test
    void tls_beforeOneThree_isRefused() throws Exception {
        assertThat(kind(from("TLSv1.2", DOT, SSLSocket::startHandshake)))
                .isEqualTo(Failure.Kind.NOT_AUTHENTIC);
    }

    @Test
    void server_thatSelectsNoApplicationProtocol_isRefused() throws Exception {
        assertThat(kind(from("TLSv1.3", new String[0], one -> one.getInputStream().read())))
                .isEqualTo(Failure.Kind.NOT_AUTHENTIC);
    }

    @Test
    void session_thatIsClosedEarly_isAnErrorAndNothingIsApplied() throws Exception {
        assertThat(kind(from("TLSv1.3", DOT, SSLSocket::startHandshake)))
                .isIn(Failure.Kind.UNREACHABLE, Failure.Kind.NOT_AUTHENTIC);
        assertThat(
                        kind(
                                from(
                                        "TLSv1.3",
                                        DOT,
                                        one -> {
                                            DataInputStream in =
                                                    new DataInputStream(one.getInputStream());
                                            in.readFully(new byte[in.readUnsignedShort()]);
                                            one.getOutputStream().write(new byte[] {1, 0, 7});
                                        })))
                .isEqualTo(Failure.Kind.UNREACHABLE);
    }

    @Test
    void connection_cutInsideTheHandshake_isAnError() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket one = listening.accept()) {
                            one.getInputStream().read();
                            one.getOutputStream().write(new byte[] {22, 3, 3, 0, 90, 2});
                        } catch (IOException e) {
                            gone.incrementAndGet();
                        }
                    });
            TransferOutcome outcome =
                    client.axfr(
                            Primary.plain(
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(),
                                                    listening.getLocalPort()))
                                    .withTls(
                                            TlsIdentity.opportunistic(
                                                    null, ApplicationProtocol.REQUIRED)),
                            ZONE,
                            null);
            assertThat(kind(outcome)).isIn(Failure.Kind.UNREACHABLE, Failure.Kind.NOT_AUTHENTIC);
        }
    }
}
