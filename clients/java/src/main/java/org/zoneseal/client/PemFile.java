package org.zoneseal.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Certificates and private keys in PEM (RFC 7468). */
final class PemFile {

    private static final int MAX_LENGTH = 1 << 20;
    private static final byte[] BEGIN = ascii("-----BEGIN PRIVATE KEY-----");
    private static final byte[] END = ascii("-----END PRIVATE KEY-----");

    private PemFile() {}

    /** All certificates of a file; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IOException(file + ": no certificate in it");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + ": no certificate in PEM: " + e.getMessage(), e);
        }
    }

    /** The private key of a file; every copy of its bytes that is ours is wiped. */
    static PrivateKey privateKey(Path file, String algorithm) throws IOException {
        byte[] encoded = decode(file);
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": no private key for " + algorithm, e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static byte[] decode(Path file) throws IOException {
        if (Files.size(file) > MAX_LENGTH) {
            throw new IOException(file + ": too long for a private key");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            int begin = indexOf(text, BEGIN);
            int end = indexOf(text, END);
            if (begin < 0 || end < begin) {
                throw new IOException(
                        file + ": BEGIN PRIVATE KEY (PKCS#8 without encryption) is expected");
            }
            byte[] body = Arrays.copyOfRange(text, begin + BEGIN.length, end);
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": broken base64", e);
            } finally {
                Arrays.fill(body, (byte) 0);
            }
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static int indexOf(byte[] text, byte[] wanted) {
        for (int at = 0; at + wanted.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
