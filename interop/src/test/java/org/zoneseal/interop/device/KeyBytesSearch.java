package org.zoneseal.interop.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for bytes of secrets in anything: every window of 16 bytes of them, forwards and backwards,
 * as they are, in hexadecimal and in Base64 of either alphabet, at any alignment.
 *
 * <p>Text is found by decoding what looks like it, at both and at all four alignments, so that the
 * place of the window in the encoded text does not matter. DER only puts other bytes around them.
 */
final class KeyBytesSearch {

    private static final int WINDOW = 16;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,}");
    private static final Pattern SEPARATED_HEX =
            Pattern.compile("(?:[0-9a-fA-F]{2}[: ,]\\s*){15,}[0-9a-fA-F]{2}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{22,}");

    private record Window(long first, long second) {}

    private final Map<Window, String> windows = new HashMap<>();

    /** Secrets that are too short to have a window are not looked for. */
    KeyBytesSearch add(String name, byte[] secret) {
        byte[] reversed = new byte[secret.length];
        for (int i = 0; i < secret.length; i++) {
            reversed[i] = secret[secret.length - 1 - i];
        }
        addAll(name, secret);
        addAll(name + " reversed", reversed);
        return this;
    }

    private void addAll(String name, byte[] secret) {
        for (int at = 0; at + WINDOW <= secret.length; at++) {
            if (!isDull(secret, at)) {
                windows.put(at(ByteBuffer.wrap(secret), at), name + " at " + at);
            }
        }
    }

    /** Windows of one repeated byte are in every file, and say nothing. */
    private static boolean isDull(byte[] secret, int at) {
        for (int i = 1; i < WINDOW; i++) {
            if (secret[at + i] != secret[at]) {
                return false;
            }
        }
        return true;
    }

    private static Window at(ByteBuffer bytes, int at) {
        return new Window(bytes.getLong(at), bytes.getLong(at + 8));
    }

    int windows() {
        return windows.size();
    }

    /** What is in there, by name and form. */
    List<String> find(byte[] haystack) {
        List<String> found = new ArrayList<>();
        findRaw("raw", haystack, found);
        String text = new String(haystack, StandardCharsets.ISO_8859_1);
        findHex(HEX.matcher(text), found);
        findHex(SEPARATED_HEX.matcher(text), found);
        findBase64(BASE64.matcher(text), found);
        findBase64(BASE64.matcher(text.replaceAll("[\r\n]", "")), found);
        return found;
    }

    private void findRaw(String form, byte[] haystack, List<String> found) {
        ByteBuffer bytes = ByteBuffer.wrap(haystack);
        for (int at = 0; at + WINDOW <= haystack.length; at++) {
            String name = windows.get(at(bytes, at));
            if (name != null) {
                found.add(name + ", " + form);
            }
        }
    }

    private void findHex(Matcher matcher, List<String> found) {
        while (matcher.find()) {
            String digits = matcher.group().replaceAll("[^0-9a-fA-F]", "");
            for (int skip = 0; skip < 2; skip++) {
                String even =
                        digits.substring(skip, digits.length() - (digits.length() - skip) % 2);
                findRaw("in hexadecimal", HexFormat.of().parseHex(even), found);
            }
        }
    }

    private void findBase64(Matcher matcher, List<String> found) {
        while (matcher.find()) {
            String letters = matcher.group().replace('-', '+').replace('_', '/');
            for (int skip = 0; skip < 4; skip++) {
                int length = (letters.length() - skip) / 4 * 4;
                String whole = letters.substring(skip, skip + length);
                findRaw("in Base64", Base64.getDecoder().decode(whole), found);
                String rest = letters.substring(skip);
                if (rest.length() % 4 > 1) {
                    findRaw("in Base64", Base64.getDecoder().decode(rest), found);
                }
            }
        }
    }
}
