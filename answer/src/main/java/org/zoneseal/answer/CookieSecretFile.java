package org.zoneseal.answer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of cookie secrets: 32 hexadecimal digits a line, the current secret first, behind it
 * up to two that are believed too; blank lines and lines that begin with {@code #} are passed over.
 *
 * <p>Secrets stay bytes, and the file's bytes are overwritten when they are read. Errors name the
 * file and the line, and nothing of what stands there.
 */
public final class CookieSecretFile {

    private static final int MAX_LENGTH = 1 << 16;

    private CookieSecretFile() {}

    /**
     * The secrets of a file.
     *
     * @throws IllegalArgumentException if it is no such file
     */
    public static CookieSecrets read(Path file) throws IOException {
        if (Files.size(file) > MAX_LENGTH) {
            throw new IllegalArgumentException(file + " is too long for a file of cookie secrets");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            return parse(file.toString(), text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    static CookieSecrets parse(String source, byte[] text) {
        List<byte[]> secrets = new ArrayList<>();
        try {
            int line = 1;
            for (int at = 0; at < text.length; line++) {
                int end = lineEnd(text, at);
                if (!isPassedOver(text, at, end)) {
                    secrets.add(secret(source, line, text, at, end));
                }
                at = end + 1;
            }
            if (secrets.isEmpty() || secrets.size() > 1 + CookieSecrets.MOST_OTHERS) {
                throw new IllegalArgumentException(
                        source + ": one to three cookie secrets, not " + secrets.size());
            }
            return CookieSecrets.of(secrets.getFirst(), secrets.subList(1, secrets.size()));
        } finally {
            secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
        }
    }

    private static int lineEnd(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isPassedOver(byte[] text, int from, int end) {
        int at = from;
        while (at < end && isSpace(text[at])) {
            at++;
        }
        return at == end || text[at] == '#';
    }

    private static byte[] secret(String source, int line, byte[] text, int from, int lineEnd) {
        int at = from;
        int end = lineEnd;
        while (isSpace(text[at])) {
            at++;
        }
        while (isSpace(text[end - 1])) {
            end--;
        }
        byte[] secret = new byte[CookieSecrets.LENGTH];
        boolean isHex = end - at == 2 * secret.length;
        for (int i = 0; i < secret.length && isHex; i++) {
            int high = Character.digit(text[at + 2 * i], 16);
            int low = Character.digit(text[at + 2 * i + 1], 16);
            isHex = high >= 0 && low >= 0;
            secret[i] = (byte) (high << 4 | low);
        }
        if (!isHex) {
            Arrays.fill(secret, (byte) 0);
            throw new IllegalArgumentException(
                    source + ", line " + line + ": a cookie secret is 32 hexadecimal digits");
        }
        return secret;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
