package org.zoneseal.dns;

/** Names as they lie in a buffer: comparing, hashing and lower-casing without making objects. */
public final class WireNames {

    private static final byte[] LOWER = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
        }
    }

    private WireNames() {}

    /** ASCII lower case of one byte; a label length (0 to 63) is left as it is. */
    public static byte lower(byte b) {
        return LOWER[b & 0xff];
    }

    /**
     * Lower-cases a wire-form name in place. Label lengths are below {@code 'A'}, so every byte can
     * be treated alike.
     */
    public static void toLowerCase(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            bytes[i] = LOWER[bytes[i] & 0xff];
        }
    }

    public static boolean equalsIgnoreCase(
            byte[] left, int leftOffset, byte[] right, int rightOffset, int length) {
        for (int i = 0; i < length; i++) {
            byte a = left[leftOffset + i];
            byte b = right[rightOffset + i];
            if (a != b && LOWER[a & 0xff] != LOWER[b & 0xff]) {
                return false;
            }
        }
        return true;
    }

    public static int hashIgnoreCase(byte[] bytes, int offset, int length) {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + LOWER[bytes[i] & 0xff];
        }
        return hash;
    }

    public static boolean hasUpperCase(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                return true;
            }
        }
        return false;
    }

    /** Labels of the wire-form name at {@code offset}, the root label not counted. */
    public static int labelCount(byte[] bytes, int offset) {
        int count = 0;
        for (int at = offset; bytes[at] != 0; at += bytes[at] + 1) {
            count++;
        }
        return count;
    }

    /**
     * Compares two wire-form names in the canonical order of RFC 4034 §6.1.
     *
     * <p>The labels that both have, counted from the right, are walked from left to right; the last
     * pair that differs is the most significant one.
     */
    public static int compareCanonical(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        int leftLabels = labelCount(left, leftOffset);
        int rightLabels = labelCount(right, rightOffset);
        int a = skipLabels(left, leftOffset, leftLabels - rightLabels);
        int b = skipLabels(right, rightOffset, rightLabels - leftLabels);
        int order = leftLabels - rightLabels;
        while (left[a] != 0) {
            int difference = compareLabels(left, a, right, b);
            if (difference != 0) {
                order = difference;
            }
            a += left[a] + 1;
            b += right[b] + 1;
        }
        return order;
    }

    /** Offset behind so many labels of the name at {@code offset}; none for a negative count. */
    private static int skipLabels(byte[] bytes, int offset, int count) {
        int at = offset;
        for (int i = 0; i < count; i++) {
            at += bytes[at] + 1;
        }
        return at;
    }

    private static int compareLabels(byte[] left, int leftAt, byte[] right, int rightAt) {
        int shared = Math.min(left[leftAt], right[rightAt]);
        for (int i = 1; i <= shared; i++) {
            int difference =
                    (LOWER[left[leftAt + i] & 0xff] & 0xff)
                            - (LOWER[right[rightAt + i] & 0xff] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return left[leftAt] - right[rightAt];
    }
}
