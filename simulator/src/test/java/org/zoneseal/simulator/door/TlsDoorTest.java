package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;

/** The door over TLS: who has the right certificate gets in, nobody else. */
class TlsDoorTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TlsIdentity DEVICE = identity("device", TlsIdentity.Use.DEVICE);
    private static final TlsIdentity CLIENT = identity("signer", TlsIdentity.Use.CLIENT);
    private static final TlsIdentity STRANGER = identity("signer", TlsIdentity.Use.CLIENT);

    @TempDir Path folder;

    private final Notebooks notebooks = new Notebooks();
    private final SteppedClock clock = new SteppedClock();
    private final HsmServer server =
            new HsmServer(
                    notebooks,
                    List.of(
                            new Listener.Tls(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    DEVICE,
                                    new TlsPeers(List.of(CLIENT.certificate())))),
                    DoorLimits.defaults(),
                    clock,
                    RANDOM);
    private int port;

    private static TlsIdentity identity(String name, TlsIdentity.Use use) {
        Instant now = InstantSource.system().instant();
        return TlsIdentity.generate(name, use, now, Duration.ofDays(30), RANDOM);
    }

    @BeforeEach
    void open() throws IOException {
        server.start(() -> {});
        String address = server.addresses().getFirst();
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @AfterEach
    void close() throws InterruptedException {
        assertThat(server.stop(Duration.ofSeconds(5))).isTrue();
    }

    private WireClient connect(TlsIdentity who) throws IOException {
        SSLContext context = who.context(new TlsPeers(List.of(DEVICE.certificate())));
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        return new WireClient(socket, socket.getInputStream(), socket.getOutputStream());
    }

    @Test
    void client_withItsCertificate_isServedAndNamedByIt() throws IOException {
        try (WireClient client = connect(CLIENT)) {
            assertThat(client.open(0, new byte[16], new byte[32], "x").returnValue())
                    .isEqualTo(Ckr.OK);
            assertThat(client.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
            assertThat(notebooks.last().peer().transport()).isEqualTo("tls");
            assertThat(notebooks.last().peer().identity())
                    .isEqualTo("CN=signer sha256=" + CLIENT.fingerprint());
        }
    }

    @Test
    void largeData_overTls_arrivesWhole() throws IOException {
        try (WireClient client = connect(CLIENT)) {
            client.open(0, new byte[16], new byte[32], "x");
            WireClient.Answer answer =
                    client.call(
                            Call.DIGEST, out -> out.u64(7).bytes(new byte[900_000]).u64(1 << 20));
            answer.payload().u8();
            assertThat(answer.payload().bytes()).hasSize(900_000);
        }
    }

    @Test
    void client_withAnotherCertificateOfTheSameName_isTurnedAway() throws IOException {
        try (WireClient client = connect(STRANGER)) {
            assertThatIOException()
                    .isThrownBy(() -> client.open(0, new byte[16], new byte[32], "x"));
        }
        assertThat(notebooks.count()).isZero();
    }

    @Test
    void client_thatIsNoTlsAtAll_isTurnedAway() throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.getOutputStream().write(new byte[300]);
            plain.getInputStream().readAllBytes();
        }
        assertThat(notebooks.count()).isZero();
    }

    @Test
    void client_thatNeverShakesHands_isCut() throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OpenDoor.await(() -> server.counters().connections() == 1);
            OpenDoor.await(() -> {
                clock.step(DoorLimits.defaults().handshake());
                return server.counters().connections() == 0;
            });
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void identity_writtenAndRead_isTheSameAndOnlyItsOwnersToRead() throws IOException {
        Path file = folder.resolve("device.p12");
        char[] password = "geheim".toCharArray();
        DEVICE.write(file, password);
        assertThat(TlsIdentity.read(file, password).fingerprint()).isEqualTo(DEVICE.fingerprint());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatIOException().isThrownBy(() -> TlsIdentity.read(file, "falsch".toCharArray()));
    }

    @Test
    void identity_asPem_isReadAgain() throws IOException {
        Path certificate = Files.writeString(folder.resolve("c.pem"), CLIENT.certificatePem());
        Path key = Files.write(folder.resolve("k.pem"), CLIENT.keyPem());
        TlsIdentity read = TlsIdentity.ofPem(certificate, key);
        assertThat(read.fingerprint()).isEqualTo(CLIENT.fingerprint());
        assertThat(read.keyPem()).isEqualTo(CLIENT.keyPem());
        assertThat(TlsPeers.read(List.of(certificate)).certificates())
                .containsExactly(CLIENT.certificate());
    }

    @Test
    void pem_ofAKeyThatBelongsToAnotherCertificate_isRefused() throws IOException {
        Path certificate = Files.writeString(folder.resolve("c.pem"), CLIENT.certificatePem());
        Path key = Files.write(folder.resolve("k.pem"), STRANGER.keyPem());
        assertThatIOException()
                .isThrownBy(() -> TlsIdentity.ofPem(certificate, key))
                .withMessageContaining("not the private key");
        byte[] half = Arrays.copyOf(CLIENT.keyPem(), 60);
        assertThatIOException()
                .isThrownBy(() -> TlsIdentity.ofPem(certificate, Files.write(key, half)))
                .withMessageContaining("PRIVATE KEY");
    }
}
