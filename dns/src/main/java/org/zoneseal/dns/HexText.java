package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Hexadecimal digits, case ignored in reading. */
final class HexText {

    static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DIGITS = new byte[256];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < 16; i++) {
            DIGITS[LOWER[i]] = (byte) i;
            DIGITS[UPPER[i]] = (byte) i;
        }
    }

    private HexText() {}

    /** The value of a digit, or -1. */
    static int digit(byte ascii) {
        return DIGITS[ascii & 0xff];
    }

    static void write(byte[] bytes, int from, int to, TextOutput out) {
        byte[] text = out.reserve(2 * (to - from));
        int put = out.length;
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            text[put] = UPPER[b >> 4 & 0xf];
            text[put + 1] = UPPER[b & 0xf];
            put += 2;
        }
        out.length = put;
    }
}
