package org.zoneseal.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
        PrivateKey own = PemFile.privateKey(key, chain.getFirst().getPublicKey().getAlgorithm());
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

    SSLSocketFactory socketFactory(HsmAddress address) throws IOException {
        if (factory.isEmpty()) {
            throw new IOException(
                    address + " needs a client certificate, its key and the server's certificate");
        }
        return factory.getFirst();
    }
}
