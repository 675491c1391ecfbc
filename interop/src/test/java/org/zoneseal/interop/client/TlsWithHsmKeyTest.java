package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's TLS, server and client, with a server's key that is in the HSM. */
class TlsWithHsmKeyTest {

    private static final byte[] GREETING = {'h', 'e', 'l', 'l', 'o'};

    @TempDir static Path folder;
    private static RunningHsm hsm;
    private static JceProviders jce;
    private static TestCertificates certificates;

    @BeforeAll
    static void start() throws Exception {
        hsm = RunningHsm.start(folder);
        jce = JceProviders.install(hsm);
        certificates = new TestCertificates();
    }

    @AfterAll
    static void stop() {
        jce.close();
        hsm.close();
    }

    /** The key store has one key: the key manager has no choice. */
    private static void makeKey(String algorithm) throws Exception {
        for (String old : Collections.list(jce.keys().aliases())) {
            jce.keys().deleteEntry(old);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, jce.provider());
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        KeyPair pair = generator.generateKeyPair();
        Certificate own = certificates.of("CN=localhost", pair.getPublic());
        jce.keys()
                .setKeyEntry(
                        "server",
                        pair.getPrivate(),
                        null,
                        new Certificate[] {own, certificates.authority()});
    }

    @ParameterizedTest
    @CsvSource({
        "EC, TLSv1.3, PKIX",
        "EC, TLSv1.2, PKIX",
        "RSA, TLSv1.3, PKIX",
        "RSA, TLSv1.2, SunX509",
        "Ed25519, TLSv1.3, SunX509",
        "Ed448, TLSv1.3, PKIX"
    })
    void handshake_withTheKeyInTheHsm_succeeds(String algorithm, String version, String managers)
            throws Exception {
        makeKey(algorithm);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(managers);
        keys.init(jce.keys(), null);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        try (SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            Thread greeter = Thread.ofVirtual().start(() -> greet(listener));
            try (SSLSocket client = connect(listener.getLocalPort(), version);
                    InputStream in = client.getInputStream()) {
                assertThat(in.readAllBytes()).isEqualTo(GREETING);
                assertThat(client.getSession().getProtocol()).isEqualTo(version);
                assertThat(client.getSession().getPeerCertificates()[0])
                        .isEqualTo(jce.keys().getCertificate("server"));
            }
            greeter.join();
        }
    }

    private static void greet(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.getOutputStream().write(GREETING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLSocket connect(int port, String version) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("authority", certificates.authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }
}
