package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.util.Arrays;

/** Putting byte strings together and taking them apart. */
public final class Bytes {

    private Bytes() {}

    public static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** What follows {@code prefix}, which the caller knows to be there. */
    static byte[] behind(byte[] prefix, byte[] whole) {
        return Arrays.copyOfRange(whole, prefix.length, whole.length);
    }

    public static boolean startsWith(byte[] whole, byte[] prefix) {
        return whole.length >= prefix.length
                && Arrays.equals(whole, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** A number without leading zeros, in at least one byte. */
    public static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }

    /** A number in exactly {@code length} bytes; it must fit. */
    static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = unsigned(number);
        byte[] fixed = new byte[length];
        System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
        return fixed;
    }

    /** Overwrites a secret. */
    public static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }
}
