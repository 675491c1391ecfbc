package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.zoneseal.storage.FileLayer;

/** Keys and certificates as text (RFC 7468); arrays with secrets in them are wiped on the way. */
final class Pem {

    private static final int LONGEST = 1 << 16;
    private static final int LINE = 64;

    private Pem() {}

    static byte[] encode(String label, byte[] content) {
        byte[] body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(content);
        byte[] begin = ascii("-----BEGIN " + label + "-----\n");
        byte[] end = ascii("\n-----END " + label + "-----\n");
        byte[] all = Arrays.copyOf(begin, begin.length + body.length + end.length);
        System.arraycopy(body, 0, all, begin.length, body.length);
        System.arraycopy(end, 0, all, begin.length + body.length, end.length);
        Arrays.fill(body, (byte) 0);
        return all;
    }

    /** What stands between the first lines with this label. */
    static byte[] read(Path file, String label) throws IOException {
        byte[] text = FileLayer.real().read(file, LONGEST);
        try {
            byte[] begin = ascii("-----BEGIN " + label + "-----");
            int from = indexOf(text, begin, 0);
            int to = indexOf(text, ascii("-----END " + label + "-----"), Math.max(from, 0));
            if (from < 0 || to < 0) {
                throw new IOException(file + ": expected a file with BEGIN " + label);
            }
            byte[] body = Arrays.copyOfRange(text, from + begin.length, to);
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": what stands in it is no base64", e);
            } finally {
                Arrays.fill(body, (byte) 0);
            }
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    static PrivateKey privateKey(byte[] encoded, String algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static int indexOf(byte[] text, byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= text.length; at++) {
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
