package org.zoneseal.dnssec;

import java.util.Arrays;

/**
 * The type bitmaps of NSEC, NSEC3 and CSYNC records (RFC 4034 §4.1.2): built type by type, written
 * and compared.
 *
 * <p>Mutable and made to be used again: {@link #clear} touches only the windows that were used. One
 * thread.
 */
public final class TypeBitmap {

    /** Longest bitmap in bytes: every type. */
    public static final int MAX_LENGTH = 256 * 34;

    private static final int WINDOW = 32;

    private final byte[] bits = new byte[256 * WINDOW];
    private final int[] lengths = new int[256];
    private final long[] windows = new long[4];

    public void clear() {
        for (int i = 0; i < windows.length; i++) {
            for (long left = windows[i]; left != 0; left &= left - 1) {
                int window = i * 64 + Long.numberOfTrailingZeros(left);
                int from = window * WINDOW;
                Arrays.fill(bits, from, from + lengths[window], (byte) 0);
                lengths[window] = 0;
            }
            windows[i] = 0;
        }
    }

    /** Adds a type, 0 to 65535; adding it twice changes nothing. */
    public void add(int type) {
        int window = type >> 8;
        int octet = (type & 0xff) >> 3;
        bits[window * WINDOW + octet] |= (byte) (0x80 >> (type & 7));
        lengths[window] = Math.max(lengths[window], octet + 1);
        windows[window >> 6] |= 1L << (window & 63);
    }

    public boolean isEmpty() {
        return (windows[0] | windows[1] | windows[2] | windows[3]) == 0;
    }

    /** Bytes that {@link #writeTo} writes. */
    public int length() {
        int length = 0;
        for (int i = 0; i < windows.length; i++) {
            for (long left = windows[i]; left != 0; left &= left - 1) {
                length += 2 + lengths[i * 64 + Long.numberOfTrailingZeros(left)];
            }
        }
        return length;
    }

    /** Writes the bitmap and returns the offset behind it. */
    public int writeTo(byte[] out, int at) {
        int to = at;
        for (int i = 0; i < windows.length; i++) {
            for (long left = windows[i]; left != 0; left &= left - 1) {
                int window = i * 64 + Long.numberOfTrailingZeros(left);
                out[to++] = (byte) window;
                out[to++] = (byte) lengths[window];
                System.arraycopy(bits, window * WINDOW, out, to, lengths[window]);
                to += lengths[window];
            }
        }
        return to;
    }

    /** Whether the bitmap there is exactly, byte by byte, the one that {@link #writeTo} writes. */
    public boolean matches(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < windows.length; i++) {
            for (long left = windows[i]; left != 0; left &= left - 1) {
                int window = i * 64 + Long.numberOfTrailingZeros(left);
                int count = lengths[window];
                int from = window * WINDOW;
                if (end - at < 2 + count
                        || Wire.u8(bytes, at) != window
                        || bytes[at + 1] != count
                        || !Arrays.equals(
                                bytes, at + 2, at + 2 + count, bits, from, from + count)) {
                    return false;
                }
                at += 2 + count;
            }
        }
        return at == end;
    }

    /** Whether a bitmap holds a type; false for what is not well formed. */
    public static boolean contains(byte[] bytes, int offset, int length, int type) {
        int at = offset;
        int end = offset + length;
        while (end - at >= 2) {
            int count = Wire.u8(bytes, at + 1);
            if (Wire.u8(bytes, at) == type >> 8) {
                int octet = (type & 0xff) >> 3;
                return octet < count
                        && at + 2 + octet < end
                        && (bytes[at + 2 + octet] & 0x80 >> (type & 7)) != 0;
            }
            at += 2 + count;
        }
        return false;
    }

    /** Whether windows rise, have 1 to 32 bytes each and do not end in a zero byte. */
    public static boolean isWellFormed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        int last = -1;
        while (at < end) {
            if (end - at < 3 || Wire.u8(bytes, at) <= last) {
                return false;
            }
            last = Wire.u8(bytes, at);
            int count = Wire.u8(bytes, at + 1);
            at += 2 + count;
            if (count < 1 || count > WINDOW || at > end || bytes[at - 1] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The types of a well-formed bitmap, rising. */
    public static int[] types(byte[] bytes, int offset, int length) {
        int[] types = new int[8 * length];
        int count = 0;
        for (int at = offset; at < offset + length; at += 2 + bytes[at + 1]) {
            for (int bit = 0; bit < 8 * bytes[at + 1]; bit++) {
                if ((bytes[at + 2 + (bit >> 3)] & 0x80 >> (bit & 7)) != 0) {
                    types[count++] = Wire.u8(bytes, at) << 8 | bit;
                }
            }
        }
        return Arrays.copyOf(types, count);
    }
}
