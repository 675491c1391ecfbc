package org.zoneseal.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.zoneseal.transfer.ClientCertificate;

/**
 * What a TLS listener shows and checks: its certificate and key, and the authorities of clients.
 *
 * <p>TLS 1.3 and 1.2, the protocol {@code dot} for clients that name any (RFC 7858, RFC 9103 §7.1).
 * A client is asked for a certificate and may come without. Its certificate is not judged in the
 * handshake, where the only answer would be to end the connection: whoever it belongs to has proved
 * to hold its key, and what it is worth is said afterwards, by the authorities that the listener
 * has then, so that neither a resumed session nor a connection that stays open takes trust along
 * that has been withdrawn since.
 */
final class TlsContext {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] APPLICATION_PROTOCOLS = {"dot"};

    /** Sessions that are kept for clients without tickets. */
    private static final int SESSIONS = 1024;

    private static final int SESSION_SECONDS = 3600;

    private final SSLContext context;
    private final @Nullable X509TrustManager authorities;

    private TlsContext(SSLContext context, @Nullable X509TrustManager authorities) {
        this.context = context;
        this.authorities = authorities;
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read or used, with its name
     */
    static TlsContext of(TlsFiles files) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(files), new TrustManager[] {new AnyClient()}, new SecureRandom());
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return new TlsContext(context, authorities(files.clientAuthorities()));
        } catch (GeneralSecurityException e) {
            throw unusable(files, e);
        }
    }

    private static IOException unusable(TlsFiles files, GeneralSecurityException e) {
        return new IOException(
                files.certificates() + " and " + files.key() + " cannot be used for TLS", e);
    }

    /** What shows the certificate of these files. */
    static KeyManager[] keyManagers(TlsFiles files) throws IOException {
        List<X509Certificate> chain = certificates(files.certificates());
        PrivateKey key = key(files.key(), chain.getFirst());
        char[] inMemory = "zoneseal".toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, inMemory, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, inMemory);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(files, e);
        }
    }

    static @Nullable X509TrustManager authorities(List<Path> files)
            throws IOException, GeneralSecurityException {
        if (files.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Path file : files) {
            for (X509Certificate certificate : certificates(file)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> read = new ArrayList<>();
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                read.add((X509Certificate) one);
            }
            if (read.isEmpty()) {
                throw new IOException(file + " holds no certificate in PEM form");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates in PEM form", e);
        }
    }

    private static PrivateKey key(Path file, X509Certificate certificate) throws IOException {
        byte[] der = KeyFile.read(file);
        try {
            PrivateKey key =
                    KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!KeyFile.belongTogether(key, certificate)) {
                throw new IOException(file + " is not the private key of the certificate");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + " is not the private key of the certificate that goes with it", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** A session over a connection, before its handshake. */
    SSLSocket over(Socket connection) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(connection, InputStream.nullInputStream(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
        parameters.setWantClientAuth(true);
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        socket.setUseClientMode(false);
        return socket;
    }

    /** Whose certificate the client has shown, and what it is worth. */
    ClientCertificate client(SSLSession session) {
        X509Certificate[] chain;
        try {
            chain =
                    Arrays.stream(session.getPeerCertificates())
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            return ClientCertificate.NONE;
        }
        return isVouchedFor(chain)
                ? ClientCertificate.verified(chain[0])
                : ClientCertificate.unverified(chain[0]);
    }

    private boolean isVouchedFor(X509Certificate[] chain) {
        if (authorities == null) {
            return false;
        }
        try {
            authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Lets every certificate through the handshake; see above. */
    private static final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine by) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("a listener meets no servers");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine by) {
            throw new UnsupportedOperationException("a listener meets no servers");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("a listener meets no servers");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
