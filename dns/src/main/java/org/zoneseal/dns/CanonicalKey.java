package org.zoneseal.dns;

/**
 * Names as byte strings whose unsigned byte order is the canonical order of RFC 4034 §6.1.
 *
 * <p>Canonical order compares labels from the right, as lower-case octet strings, where a missing
 * octet sorts before a zero octet. To compare, sort and search with {@code memcmp} alone, a key
 * holds the labels from right to left, in lower case, each closed by a byte {@code 00}; inside a
 * label, {@code 00} is written {@code 01 01} and {@code 01} is written {@code 01 02}. All other
 * bytes stand for themselves and are above both, so the order is kept, and the key of a name is a
 * prefix of the keys of all names below it. The root's key is empty.
 *
 * <p>A key <em>relative</em> to a zone's apex is the key without the apex's key in front: the form
 * that {@code zones} stores.
 */
public final class CanonicalKey {

    /** Longest key: every byte of the longest name escaped. */
    public static final int MAX_LENGTH = 2 * Name.MAX_WIRE_LENGTH;

    private CanonicalKey() {}

    /**
     * Writes the key of the wire-form name at {@code offset}.
     *
     * @param out has {@link #MAX_LENGTH} bytes left
     * @return the key's length in bytes
     */
    public static int encode(byte[] wire, int offset, byte[] out, int outOffset) {
        return encodeBelow(wire, offset, 0, out, outOffset);
    }

    /**
     * Writes the key of a name relative to an apex that it is at or below.
     *
     * @param apexLength length in bytes of the apex's wire form; its labels are left out. 0 and 1
     *     (the root) leave none out.
     * @return the key's length in bytes
     */
    public static int encodeBelow(
            byte[] wire, int offset, int apexLength, byte[] out, int outOffset) {
        int end = offset + Name.wireLength(wire, offset, wire.length) - Math.max(apexLength, 1);
        int length = end - offset + escapes(wire, offset, end);
        int labelAt = outOffset + length;
        for (int at = offset; at < end; at += wire[at] + 1) {
            int labelEnd = at + 1 + wire[at];
            labelAt -= wire[at] + 1 + escapes(wire, at, labelEnd);
            int to = labelAt;
            for (int i = at + 1; i < labelEnd; i++) {
                byte b = WireNames.lower(wire[i]);
                if ((b & 0xfe) == 0) {
                    out[to++] = 1;
                    b++;
                }
                out[to++] = b;
            }
            out[to] = 0;
        }
        return length;
    }

    /** Bytes in the labels from {@code at} to {@code end} that take two bytes in a key. */
    private static int escapes(byte[] wire, int at, int end) {
        int count = 0;
        for (int label = at; label < end; label += wire[label] + 1) {
            for (int i = label + 1; i <= label + wire[label]; i++) {
                if ((wire[i] & 0xfe) == 0) {
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * Writes the lower-case wire-form name of a key.
     *
     * @param apex wire form to close the name with: the apex for a relative key, the root (one zero
     *     byte) for a whole one
     * @return the name's length in bytes
     */
    public static int decode(
            byte[] key, int offset, int length, byte[] apex, byte[] out, int outOffset) {
        int to = outOffset;
        int end = offset + length;
        while (end > offset) {
            int start = labelStart(key, offset, end - 1);
            int lengthAt = to++;
            for (int i = start; i < end - 1; i++) {
                byte b = key[i];
                if (b == 1) {
                    b = (byte) (key[++i] - 1);
                }
                out[to++] = b;
            }
            out[lengthAt] = (byte) (to - lengthAt - 1);
            end = start;
        }
        System.arraycopy(apex, 0, out, to, apex.length);
        return to + apex.length - outOffset;
    }

    private static int labelStart(byte[] key, int offset, int end) {
        int at = end;
        while (at > offset && key[at - 1] != 0) {
            at--;
        }
        return at;
    }

    /** Labels of a key. */
    public static int labelCount(byte[] key, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if (key[i] == 0) {
                count++;
            }
        }
        return count;
    }

    /**
     * Length of the key without its last (leftmost in the name) label; 0 for one label. An empty
     * key has no parent and is not to be asked.
     */
    public static int parentLength(byte[] key, int offset, int length) {
        return labelStart(key, offset, offset + length - 1) - offset;
    }
}
