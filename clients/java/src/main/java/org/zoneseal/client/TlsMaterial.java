package org.zoneseal.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Our own certificate and key, and the server's certificate that we expect, for TLS.
 *
 * <p>The server is pinned: its certificate must be the one we were given, byte for byte, so no
 * authority and no host name is asked. An HSM has one certificate, which whoever set it up knows.
 */
public final class TlsMaterial {

    private final List<SSLSocketFactory> factory;

    private TlsMaterial(List<SSLSocketFactory> factory) {
        this.factory = factory;
    }

    /** For clients that speak over Unix sockets. */
    public static TlsMaterial none() {
        return new TlsMaterial(List.of());
    }

    /** A context made elsewhere, which decides whom to trust. */
    public static TlsMaterial of(SSLContext context) {
        return new TlsMaterial(List.of(context.getSocketFactory()));
    }

    /**
     * Reads PEM files.
     *
     * @param certificate our certificate, with its chain if it has one
     * @param key our private key, PKCS#8 without encryption
     * @param server the certificate that the server must show
     * @throws IOException if one cannot be read or is not what it should be, with its name
     */
    public static TlsMaterial ofPem(Path certificate, Path key, Path server) throws IOException {
        List<X509Certificate> chain = PemFile.certificates(certificate);
        List<X509Certificate> expected = PemFile.certificates(server);
        PrivateKey own = PemFile.privateKey(key, chain.get(0).getPublicKey().getAlgorithm());
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    keyManagers(own, chain), new TrustManager[] {new PinnedServer(expected)}, null);
            return of(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    certificate + " and " + key + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, new char[0], chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /**
     * Connects and shakes hands.
     *
     * @param patience for connecting, and for each answer of the handshake; reading has no bound
     *     afterwards
     * @throws IOException if nobody answers, or either side does not take the other
     */
    public SSLSocket connect(HsmAddress.Tls address, Duration patience) throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address.host(), address.port()), millis);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(millis);
            SSLSocket socket =
                    (SSLSocket)
                            socketFactory(address)
                                    .createSocket(plain, address.host(), address.port(), true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private SSLSocketFactory socketFactory(HsmAddress address) throws IOException {
        if (factory.isEmpty()) {
            throw new IOException(
                    address + " needs a client certificate, its key and the server's certificate");
        }
        return factory.get(0);
    }
}
