package org.zoneseal.dnssec;

import java.util.Arrays;

/**
 * Base 32 with the extended hex alphabet and without padding (RFC 4648 §7), as the owner names of
 * NSEC3 records need it: it keeps the order of what it encodes.
 */
public final class Base32Hex {

    private static final byte[] DIGITS = new byte[32];
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 32; i++) {
            int digit = i < 10 ? '0' + i : 'a' + i - 10;
            DIGITS[i] = (byte) digit;
            VALUES[digit] = (byte) i;
            VALUES[Character.toUpperCase(digit)] = (byte) i;
        }
    }

    private Base32Hex() {}

    /** Characters that {@code length} bytes become: 32 for an NSEC3 hash. */
    public static int encodedLength(int length) {
        return (length * 8 + 4) / 5;
    }

    /** Writes lower-case digits and returns the offset behind them. */
    public static int encode(byte[] bytes, int offset, int length, byte[] out, int at) {
        int to = at;
        int held = 0;
        int bits = 0;
        for (int i = offset; i < offset + length; i++) {
            held = held << 8 | (bytes[i] & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out[to++] = DIGITS[held >> bits & 31];
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            out[to++] = DIGITS[held << 5 - bits & 31];
        }
        return to;
    }

    /**
     * Reads digits of either case.
     *
     * @return bytes written, or -1 if these are no such digits, or leave bits that are not zero
     */
    public static int decode(byte[] text, int offset, int length, byte[] out, int at) {
        int to = at;
        int held = 0;
        int bits = 0;
        for (int i = offset; i < offset + length; i++) {
            int value = VALUES[text[i] & 0xff];
            if (value < 0) {
                return -1;
            }
            held = held << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out[to++] = (byte) (held >> bits);
            }
            held &= (1 << bits) - 1;
        }
        return bits >= 5 || held != 0 ? -1 : to - at;
    }
}
