package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** PEM (RFC 7468) in arrays that can be wiped, because private keys pass through. */
final class Pem {

    private static final int LINE = 64;
    private static final long LONGEST_FILE = 64 * 1024;

    private Pem() {}

    static byte[] write(String label, byte[] der) {
        byte[] body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(der);
        byte[] head = ascii("-----BEGIN " + label + "-----\n");
        byte[] foot = ascii("\n-----END " + label + "-----\n");
        byte[] all = Arrays.copyOf(head, head.length + body.length + foot.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(foot, 0, all, head.length + body.length, foot.length);
        Arrays.fill(body, (byte) 0);
        return all;
    }

    /** The first block of a label; the caller wipes it. */
    static byte[] read(Path file, String label) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException(file + " is too long for a key file");
        }
        byte[] content = Files.readAllBytes(file);
        byte[] head = ascii("-----BEGIN " + label + "-----");
        int begin = indexOf(content, head, 0);
        int end = indexOf(content, ascii("-----END " + label + "-----"), Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            Arrays.fill(content, (byte) 0);
            throw new IOException("%s holds no \"%s\" in PEM form".formatted(file, label));
        }
        byte[] body = Arrays.copyOfRange(content, begin + head.length, end);
        Arrays.fill(content, (byte) 0);
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: it is not Base64", e);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] where, byte[] what, int from) {
        for (int i = from; i + what.length <= where.length; i++) {
            if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
