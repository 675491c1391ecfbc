package org.zoneseal.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in PEM files, for a server that is a client of others with them. */
public final class TlsKeys {

    private TlsKeys() {}

    /**
     * What shows the certificate of a listener's files to other servers too.
     *
     * @throws IOException if a file cannot be read or used, with its name
     */
    public static X509ExtendedKeyManager own(TlsFiles files) throws IOException {
        return (X509ExtendedKeyManager) TlsContext.keyManagers(files)[0];
    }

    /**
     * Who must have issued a certificate: one of the authorities in these files, or of the system's
     * if there are none.
     *
     * @throws IOException if a file cannot be read or used, with its name
     */
    public static X509TrustManager authorities(List<Path> files) throws IOException {
        try {
            X509TrustManager named = TlsContext.authorities(files);
            return named == null ? system() : named;
        } catch (GeneralSecurityException e) {
            throw new IOException(files + " cannot be used as authorities", e);
        }
    }

    private static X509TrustManager system() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        @Nullable KeyStore ofTheSystem = null;
        factory.init(ofTheSystem);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this system trusts nobody");
    }
}
