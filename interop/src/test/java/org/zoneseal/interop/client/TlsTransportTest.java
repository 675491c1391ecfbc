package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.client.TlsMaterial;
import org.zoneseal.client.jce.ZonesealProvider;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.door.Listener;
import org.zoneseal.simulator.door.TlsIdentity;
import org.zoneseal.simulator.door.TlsPeers;

/** The wire over TLS: the HSM takes known clients, clients take the known HSM. */
class TlsTransportTest {

    @TempDir Path folder;
    private HsmAddress.Tls address;
    private RunningHsm hsm;

    private TlsIdentity identity(String name, TlsIdentity.Use use) throws IOException {
        TlsIdentity made =
                TlsIdentity.generate(
                        name, use, Instant.now(), Duration.ofDays(1), new SecureRandom());
        Files.writeString(folder.resolve(name + ".pem"), made.certificatePem());
        Files.write(folder.resolve(name + ".key"), made.keyPem());
        return made;
    }

    @BeforeEach
    void start() throws IOException {
        TlsIdentity device = identity("device", TlsIdentity.Use.DEVICE);
        identity("client", TlsIdentity.Use.CLIENT);
        identity("stranger", TlsIdentity.Use.CLIENT);
        identity("other-device", TlsIdentity.Use.DEVICE);
        address = new HsmAddress.Tls("127.0.0.1", freePort());
        hsm =
                RunningHsm.start(
                        folder,
                        new Listener.Tls(
                                new InetSocketAddress(address.host(), address.port()),
                                device,
                                TlsPeers.read(List.of(folder.resolve("client.pem")))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        hsm.close();
    }

    private HsmClient connect(String who, String expected) throws IOException {
        TlsMaterial material =
                TlsMaterial.ofPem(
                        folder.resolve(who + ".pem"),
                        folder.resolve(who + ".key"),
                        folder.resolve(expected + ".pem"));
        return HsmClient.connect(address, ClientOptions.defaults("test").withTls(material));
    }

    @Test
    void client_known_isServed() throws IOException {
        try (HsmClient client = connect("client", "device")) {
            String instance = client.ping();
            assertThat(instance).hasSize(32);
            hsm.restart();
            assertThat(client.ping()).isNotEqualTo(instance);
        }
    }

    @Test
    void pipeline_overTls_isAnsweredInOrder() throws IOException {
        try (HsmClient client = connect("client", "device")) {
            List<Consumer<WireWriter>> many = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                many.add(writer -> {});
            }
            assertThat(client.callAll(Call.GET_INFO, many)).hasSize(2000);
        }
    }

    /** A server that shakes hands, opens, and then takes nothing any more. */
    @Test
    void write_nobodyTakes_endsWithinItsTime() throws Exception {
        TlsIdentity device = identity("hanging", TlsIdentity.Use.DEVICE);
        var context = device.context(TlsPeers.read(List.of(folder.resolve("client.pem"))));
        try (var listener =
                context.getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> openAndHang(listener));
            HsmAddress.Tls there = new HsmAddress.Tls("127.0.0.1", listener.getLocalPort());
            TlsMaterial material =
                    TlsMaterial.ofPem(
                            folder.resolve("client.pem"),
                            folder.resolve("client.key"),
                            folder.resolve("hanging.pem"));
            ClientOptions options =
                    ClientOptions.defaults("test")
                            .withTls(material)
                            .withCallTimeout(Duration.ofMillis(300));
            HsmClient client = HsmClient.connect(there, options);
            assertThatThrownBy(() -> client.call(Call.LOGIN, w -> w.raw(new byte[50_000_000])))
                    .isInstanceOf(HsmUnreachableException.class);
        }
    }

    private static void openAndHang(ServerSocket listener) {
        try {
            var socket = listener.accept();
            socket.getInputStream().readNBytes(4 + 2 + 1 + 48 + 4 + 4);
            var answer = new WireWriter().raw("ZSHM".getBytes(StandardCharsets.US_ASCII));
            answer.u16(1).u32(0).text("").raw(new byte[64]).u32(100_000_000).u32(1);
            socket.getOutputStream().write(answer.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void client_unknown_isTurnedAway() {
        assertThatThrownBy(() -> connect("stranger", "device"))
                .isInstanceOf(HsmUnreachableException.class);
    }

    @Test
    void server_unexpected_isNotSpokenTo() {
        assertThatThrownBy(() -> connect("client", "other-device"))
                .isInstanceOf(HsmUnreachableException.class)
                .hasMessageContaining("not the one that was pinned");
    }

    @Test
    void provider_overTls_signs() throws Exception {
        ZonesealProvider provider =
                new ZonesealProvider()
                        .configure(
                                "address="
                                        + address
                                        + ";token="
                                        + RunningHsm.LABEL
                                        + ";tls-certificate="
                                        + folder.resolve("client.pem")
                                        + ";tls-key="
                                        + folder.resolve("client.key")
                                        + ";tls-server="
                                        + folder.resolve("device.pem"));
        KeyStore.getInstance("ZONESEAL", provider).load(null, RunningHsm.PIN.toCharArray());
        Signature signer = Signature.getInstance("Ed25519", provider);
        signer.initSign(
                KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair().getPrivate());
        assertThat(signer.sign()).hasSize(64);
    }
}
