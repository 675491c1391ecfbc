package org.zoneseal.simulator.door;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom one side of a TLS connection trusts: certificates themselves (pinned), or authorities that
 * issue them.
 */
public record TlsPeers(List<X509Certificate> certificates) {

    public TlsPeers {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "nobody is trusted: name at least one certificate file");
        }
    }

    /**
     * Reads certificates from PEM or DER files, each with one or more.
     *
     * @throws IOException with the file's name if it cannot be read
     */
    public static TlsPeers read(List<Path> files) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (Certificate one :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    all.add((X509Certificate) one);
                }
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " holds no certificate in PEM or DER form", e);
            }
        }
        return new TlsPeers(all);
    }

    TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            anchors.setCertificateEntry("peer" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        return factory.getTrustManagers();
    }
}
