package org.zoneseal.transfer.secondary;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts certificates by the key in them, and looks at nothing else. */
final class PinnedKeys extends X509ExtendedTrustManager {

    /** Trusts every certificate; the handshake still proves that the server holds its key. */
    static final X509ExtendedTrustManager ANYBODY = new PinnedKeys();

    private final Set<String> pins;
    private final boolean anybody;

    private PinnedKeys() {
        pins = Set.of();
        anybody = true;
    }

    /**
     * @throws IllegalArgumentException if there is no pin, or one that is not 32 bytes in base64
     */
    PinnedKeys(Set<String> pins) {
        this.pins = Set.copyOf(pins);
        this.anybody = false;
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("no pin: nobody would be trusted");
        }
        for (String pin : pins) {
            if (Base64.getDecoder().decode(pin).length != 32) {
                throw new IllegalArgumentException("the pin " + pin + " is no SHA-256 in base64");
            }
        }
    }

    /** The pin of a certificate's key. */
    static String pinOf(X509Certificate certificate) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (!anybody && (chain.length == 0 || !pins.contains(pinOf(chain[0])))) {
            throw new CertificateException(
                    "the primary's key is not pinned"
                            + (chain.length == 0 ? "" : ": " + pinOf(chain[0])));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("these pins are for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("these pins are for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("these pins are for servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
