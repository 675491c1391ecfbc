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
}
