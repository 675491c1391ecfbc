package org.zoneseal.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/** A private key in a PEM file; it never becomes a string. */
final class KeyFile {

    private static final byte[] BEGIN =
            "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END =
            "-----END PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);

    private static final long MAX_SIZE = 1 << 20;

    private KeyFile() {}

    /** The key's PKCS#8 form; the caller wipes it. */
    static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException(file + " is too large for a private key");
        }
        byte[] text = Files.readAllBytes(file);
        byte[] body = {};
        try {
            int begin = find(text, BEGIN, 0);
            int end = begin < 0 ? -1 : find(text, END, begin);
            if (end < 0) {
                throw new IOException(file + " holds no private key as PKCS#8 (BEGIN PRIVATE KEY)");
            }
            body = Arrays.copyOfRange(text, begin + BEGIN.length, end);
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds a private key that is not in Base64", e);
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(body, (byte) 0);
        }
    }

    private static int find(byte[] text, byte[] marker, int from) {
        for (int at = from; at + marker.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + marker.length, marker, 0, marker.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Signs and verifies once: a key of another certificate fails here, not in a handshake. */
    static boolean belongTogether(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(certificate.getEncoded());
        byte[] value = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(certificate.getEncoded());
        return signature.verify(value);
    }
}
