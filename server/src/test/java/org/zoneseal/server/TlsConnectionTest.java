package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.Opcode;
import org.zoneseal.server.StreamConnectionTest.Client;
import org.zoneseal.transfer.Channel;
import org.zoneseal.transfer.ClientCertificate;
import org.zoneseal.transfer.Peer;

/** DNS over TLS: protocols, certificates of both sides, and clients that misbehave. */
class TlsConnectionTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);
    private static final byte[] UPDATE = Queries.of(1, Opcode.UPDATE, "example", 6, Queries.IN);

    /** For handshakes on a machine that does much else besides. */
    private static final StreamLimits PATIENT =
            StreamLimits.DEFAULT.withTimes(
                    Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    @TempDir static Path folder;
    private static TestCertificates certificates;
    private static TlsFiles files;

    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(folder);
        certificates.selfSigned("server");
        certificates.selfSigned("other");
        certificates.selfSigned("authority");
        certificates.signedBy("authority", "known");
        certificates.selfSigned("unknown");
        files = certificates.files("server", List.of("authority"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void query_overTls_isAnswered(String protocol) throws Exception {
        try (RunningServer running = start(PATIENT);
                Client client = client(running, certificates.client(), protocol, "dot")) {
            client.send(Queries.framed(QUERY, QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            SSLSocket socket = (SSLSocket) client.socket;
            assertThat(socket.getApplicationProtocol()).isEqualTo("dot");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(running.server.counters().transports()).containsEntry(Transport.TLS, 2L);
        }
    }

    @Test
    void client_withoutApplicationProtocol_isServedAndOtherIsNot() throws Exception {
        try (RunningServer running = start(PATIENT)) {
            try (Client client = client(running, certificates.client(), "TLSv1.3", "")) {
                client.send(Queries.framed(QUERY));
                assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            }
            assertThatThrownBy(() -> client(running, certificates.client(), "TLSv1.3", "h2"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void clientCertificate_fromAuthority_countsWithItsNames() throws Exception {
        try (RunningServer running = start(PATIENT)) {
            Peer peer = peerOf(running, certificates.client("known"), "TLSv1.3");
            assertThat(peer.channel()).isEqualTo(Channel.XOT);
            assertThat(peer.certificate())
                    .isEqualTo(ClientCertificate.verified(certificates.certificate("known")));
            assertThat(peer.certificate().names()).containsExactly("known.example");
        }
    }

    @Test
    void clientCertificate_fromNobody_countsByFingerprintAlone() throws Exception {
        try (RunningServer running = start(PATIENT)) {
            Peer peer = peerOf(running, certificates.client("unknown"), "TLSv1.3");
            assertThat(peer.certificate().isPresent()).isTrue();
            assertThat(peer.certificate().names()).isEmpty();
        }
    }

    @Test
    void client_withoutCertificateOrWithOldTls_isThatAndNoMore() throws Exception {
        try (RunningServer running = start(PATIENT)) {
            assertThat(peerOf(running, certificates.client(), "TLSv1.3").certificate())
                    .isEqualTo(ClientCertificate.NONE);
            assertThat(peerOf(running, certificates.client(), "TLSv1.2").channel())
                    .isEqualTo(Channel.TLS);
        }
    }

    @Test
    void certificate_replacedAndReloaded_isShownToNewConnections() throws Exception {
        Path own = Files.createDirectory(folder.resolve("reload"));
        TlsFiles reloaded = new TlsFiles(own.resolve("c"), own.resolve("k"), List.of());
        install(files, reloaded);
        ServerSettings settings = settings(reloaded, PATIENT);
        try (RunningServer running = new RunningServer(settings)) {
            InetSocketAddress before = running.tls();
            Client old = client(running, certificates.client(), "TLSv1.3", "dot");
            install(certificates.files("other", List.of()), reloaded);
            running.server.reconfigure(settings);
            assertThat(running.tls()).isEqualTo(before);
            try (old;
                    Client next = client(running, certificates.client(), "TLSv1.3", "dot")) {
                assertThat(((SSLSocket) next.socket).getSession().getPeerCertificates()[0])
                        .isEqualTo(certificates.certificate("other"));
                old.send(Queries.framed(QUERY));
                assertThat(old.receive()).isEqualTo(Queries.echoed(QUERY));
            }
            Files.copy(
                    certificates.files("server", List.of()).key(),
                    reloaded.key(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> running.server.reconfigure(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not the private key");
            try (Client next = client(running, certificates.client(), "TLSv1.3", "dot")) {
                next.send(Queries.framed(QUERY));
                assertThat(next.receive()).isEqualTo(Queries.echoed(QUERY));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionResumed_bringsItsCertificateAlong(String protocol) throws Exception {
        SSLContext known = certificates.client("known");
        try (RunningServer running = start(PATIENT)) {
            peerOf(running, known, protocol);
            int before = certificates.wholeHandshakes();
            Peer peer = peerOf(running, known, protocol);
            assertThat(certificates.wholeHandshakes()).isEqualTo(before);
            assertThat(peer.certificate().names()).containsExactly("known.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void authorityWithdrawn_isWorthNothing_resumedOrStillOpen(String protocol) throws Exception {
        SSLContext known = certificates.client("known");
        ServerSettings before = settings(files, PATIENT);
        try (RunningServer running = start(before);
                Client open = client(running, known, protocol, "dot")) {
            assertThat(peerOf(open).certificate().names()).containsExactly("known.example");
            InetSocketAddress address = running.tls();

            running.server.reconfigure(settings(certificates.files("server", List.of()), PATIENT));

            assertThat(running.tls()).isEqualTo(address);
            ClientCertificate unverified =
                    ClientCertificate.unverified(certificates.certificate("known"));
            assertThat(peerOf(open).certificate()).isEqualTo(unverified);
            assertThat(peerOf(running, known, protocol).certificate()).isEqualTo(unverified);

            running.server.reconfigure(before);

            assertThat(peerOf(open).certificate().names()).containsExactly("known.example");
        }
    }

    private static void install(TlsFiles from, TlsFiles to) throws IOException {
        Files.write(to.certificates(), Files.readAllBytes(from.certificates()));
        Files.write(to.key(), Files.readAllBytes(from.key()));
    }

    @Test
    void handshake_neverFinished_isGivenUp() throws Exception {
        StreamLimits limits =
                StreamLimits.DEFAULT.withTimes(
                        Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (RunningServer running = start(limits);
                Socket stalled = new Socket(running.tls().getAddress(), running.tls().getPort())) {
            stalled.setSoTimeout((int) RunningServer.BOUND.toMillis());
            stalled.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            assertThat(stalled.getInputStream().read()).isEqualTo(-1);
            RunningServer.await(() -> running.server.counters().connections().open() == 0);
            RunningServer.await(() -> running.server.counters().connections().timedOut() == 1);
            assertThat(running.server.counters().connections().openWithTls()).isZero();
        }
    }

    /** The class of NSD's CVE-2026-12245: a client that leaves in the middle of a handshake. */
    @Test
    void clients_leavingAtAnyPointOfHandshake_harmNobody() throws Exception {
        try (RunningServer running = start(PATIENT)) {
            byte[] hello = capturedClientHello();
            for (int length = 0; length <= hello.length; length += 7) {
                try (Socket leaving =
                        new Socket(running.tls().getAddress(), running.tls().getPort())) {
                    leaving.getOutputStream().write(hello, 0, length);
                    if (length % 2 == 0) {
                        leaving.setSoLinger(true, 0);
                    }
                }
            }
            for (int i = 0; i < 20; i++) {
                Client client = client(running, certificates.client(), "TLSv1.3", "dot");
                client.send(Queries.framed(QUERY));
                ((SSLSocket) client.socket).setSoLinger(true, 0);
                client.close();
            }
            try (Client client = client(running, certificates.client(), "TLSv1.3", "dot")) {
                client.send(Queries.framed(QUERY));
                assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
                RunningServer.await(() -> running.server.counters().connections().open() == 1);
            }
        }
    }

    private byte[] capturedClientHello() throws Exception {
        try (java.net.ServerSocket trap = new java.net.ServerSocket(0, 1, RunningServer.LOOPBACK)) {
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Socket plain =
                                        certificates
                                                .client()
                                                .getSocketFactory()
                                                .createSocket(
                                                        trap.getInetAddress(),
                                                        trap.getLocalPort())) {
                                    ((SSLSocket) plain).startHandshake();
                                } catch (Exception expected) {
                                    // Nobody answers it.
                                }
                            });
            byte[] hello;
            try (Socket caught = trap.accept()) {
                byte[] header = caught.getInputStream().readNBytes(5);
                byte[] body =
                        caught.getInputStream()
                                .readNBytes((header[3] & 0xff) << 8 | header[4] & 0xff);
                hello = java.util.Arrays.copyOf(header, 5 + body.length);
                System.arraycopy(body, 0, hello, 5, body.length);
            }
            caller.join();
            return hello;
        }
    }

    @Test
    void garbage_onTlsPort_endsThatConnectionAlone() throws Exception {
        Random random = new Random(11);
        try (RunningServer running = start(PATIENT);
                Client good = client(running, certificates.client(), "TLSv1.3", "dot")) {
            for (int i = 0; i < 100; i++) {
                byte[] junk = new byte[random.nextInt(1, 600)];
                random.nextBytes(junk);
                try (Socket bad = new Socket(running.tls().getAddress(), running.tls().getPort())) {
                    bad.getOutputStream().write(i % 2 == 0 ? junk : Queries.framed(QUERY));
                } catch (IOException e) {
                    // It was thrown out before it had finished.
                }
            }
            good.send(Queries.framed(QUERY));
            assertThat(good.receive()).isEqualTo(Queries.echoed(QUERY));
            RunningServer.await(() -> running.server.counters().connections().open() == 1);
        }
    }

    @Test
    void tlsSessions_moreThanAllowed_takeThePlaceOfIdleOnes() throws Exception {
        StreamLimits limits = StreamLimits.DEFAULT.withConnections(100, 100, 1);
        try (RunningServer running = start(limits);
                Client first = client(running, certificates.client(), "TLSv1.3", "dot");
                Client second = client(running, certificates.client(), "TLSv1.3", "dot")) {
            second.send(Queries.framed(QUERY));
            assertThat(second.receive()).isEqualTo(Queries.echoed(QUERY));
            RunningServer.await(() -> running.server.counters().connections().openWithTls() == 1);
            RunningServer.await(() -> running.server.counters().connections().evicted() == 1);
            assertThatThrownBy(first::receive).isInstanceOf(IOException.class);
        }
    }

    @Test
    void files_wrong_areNamed() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk"), "junk", StandardCharsets.US_ASCII);
        TlsFiles[] wrong = {
            new TlsFiles(junk, files.key(), List.of()),
            new TlsFiles(files.certificates(), junk, List.of()),
            new TlsFiles(files.certificates(), files.key(), List.of(junk)),
            new TlsFiles(
                    certificates.files("other", List.of()).certificates(), files.key(), List.of()),
        };
        String[] named = {"junk", "junk", "junk", "server.key"};
        for (int i = 0; i < wrong.length; i++) {
            ServerSettings settings = settings(wrong[i], PATIENT);
            assertThatThrownBy(() -> new RunningServer(settings).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(named[i]);
        }
    }

    private Peer peerOf(RunningServer running, SSLContext context, String protocol)
            throws Exception {
        try (Client client = client(running, context, protocol, "dot")) {
            return peerOf(client);
        }
    }

    private Peer peerOf(Client client) throws Exception {
        client.send(Queries.framed(UPDATE));
        assertThat(client.receive()).isEqualTo(UPDATE);
        return peers.poll(30, TimeUnit.SECONDS);
    }

    private RunningServer start(StreamLimits limits) throws IOException {
        return start(settings(files, limits));
    }

    private RunningServer start(ServerSettings settings) throws IOException {
        return new RunningServer(
                settings,
                (message, offset, length, peer, sink) -> {
                    peers.add(peer);
                    sink.send(message, offset, length);
                });
    }

    private static ServerSettings settings(TlsFiles shown, StreamLimits limits) {
        return ServerSettings.of(List.of(new Listener.Tls(RunningServer.at("127.0.0.1", 0), shown)))
                .withStreams(limits);
    }

    private static Client client(
            RunningServer running, SSLContext context, String protocol, String applicationProtocol)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(running.tls().getAddress(), running.tls().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        if (!applicationProtocol.isEmpty()) {
            parameters.setApplicationProtocols(new String[] {applicationProtocol});
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) RunningServer.BOUND.toMillis());
        socket.startHandshake();
        return new Client(socket);
    }
}
