package org.zoneseal.dns;

import java.util.Arrays;

/** IPv4 and IPv6 addresses between text (RFC 4291 §2.2, RFC 5952) and bytes. */
final class AddressText {

    private AddressText() {}

    /** Stores four bytes; false if the text is no dotted quad. */
    static boolean parse4(byte[] text, int from, int to, byte[] out, int at) {
        int octet = 0;
        int value = -1;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (value == 0) {
                    return false;
                }
                value = value < 0 ? digit : value * 10 + digit;
                if (value > 255) {
                    return false;
                }
            } else {
                if (text[i] != '.' || value < 0 || octet == 3) {
                    return false;
                }
                out[at + octet++] = (byte) value;
                value = -1;
            }
        }
        if (octet != 3 || value < 0) {
            return false;
        }
        out[at + 3] = (byte) value;
        return true;
    }

    /** Stores sixteen bytes; false if the text is no IPv6 address. */
    static boolean parse6(byte[] text, int from, int to, byte[] out, int at) {
        int gap = gap(text, from, to);
        if (gap < 0) {
            return groups(text, from, to, to, out, at, 16) == 16;
        }
        int head = gap == from ? 0 : groups(text, from, gap, to, out, at, 14);
        if (head < 0) {
            return false;
        }
        int tail = gap + 2 == to ? 0 : groups(text, gap + 2, to, to, out, at + head, 14 - head);
        if (tail < 0) {
            return false;
        }
        System.arraycopy(out, at + head, out, at + 16 - tail, tail);
        Arrays.fill(out, at + head, at + 16 - tail, (byte) 0);
        return true;
    }

    /** Where two colons stand for groups of zeros, or -1. */
    private static int gap(byte[] text, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (text[i] == ':' && text[i + 1] == ':') {
                return i;
            }
        }
        return -1;
    }

    /**
     * Stores groups between colons; the address's last may be a dotted quad.
     *
     * @return the bytes stored, at most {@code room}, or -1 if there is something else
     */
    private static int groups(
            byte[] text, int from, int to, int addressEnd, byte[] out, int at, int room) {
        int put = 0;
        int i = from;
        while (true) {
            int end = i;
            while (end < to && text[end] != ':') {
                end++;
            }
            int value = hexadecimal(text, i, end);
            if (value >= 0 && put + 2 <= room) {
                NumberField.store(value, 2, out, at + put);
                put += 2;
            } else if (end == addressEnd
                    && put + 4 <= room
                    && parse4(text, i, end, out, at + put)) {
                return put + 4;
            } else {
                return -1;
            }
            if (end == to) {
                return put;
            }
            i = end + 1;
        }
    }

    /** One to four hexadecimal digits, or -1. */
    private static int hexadecimal(byte[] text, int from, int to) {
        int value = to == from || to - from > 4 ? -1 : 0;
        for (int i = from; i < to && value >= 0; i++) {
            int digit = HexText.digit(text[i]);
            value = digit < 0 ? -1 : value << 4 | digit;
        }
        return value;
    }

    static void write4(byte[] bytes, int at, TextOutput out) {
        byte[] to = out.reserve(15);
        int put = out.length;
        for (int i = 0; i < 4; i++) {
            int value = bytes[at + i] & 0xff;
            if (i > 0) {
                to[put++] = '.';
            }
            if (value >= 100) {
                to[put++] = (byte) ('0' + value / 100);
            }
            if (value >= 10) {
                to[put++] = (byte) ('0' + value / 10 % 10);
            }
            to[put++] = (byte) ('0' + value % 10);
        }
        out.length = put;
    }

    /** The recommended form of RFC 5952: lower case, the longest run of zeros left out. */
    static void write6(byte[] bytes, int at, TextOutput out) {
        if (isMapped(bytes, at)) {
            out.put("::ffff:");
            write4(bytes, at + 12, out);
            return;
        }
        int gap = longestZeros(bytes, at);
        int gapLength = gap < 0 ? 0 : zerosFrom(bytes, at, gap);
        byte[] to = out.reserve(40);
        int put = out.length;
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                to[put++] = ':';
                if (i == 0) {
                    to[put++] = ':';
                }
                i += gapLength - 1;
                continue;
            }
            put = writeGroup(group(bytes, at, i), to, put);
            if (i < 7) {
                to[put++] = ':';
            }
        }
        out.length = put;
    }

    private static boolean isMapped(byte[] bytes, int at) {
        for (int i = 0; i < 5; i++) {
            if (group(bytes, at, i) != 0) {
                return false;
            }
        }
        return group(bytes, at, 5) == 0xffff;
    }

    private static int group(byte[] bytes, int at, int index) {
        return (bytes[at + 2 * index] & 0xff) << 8 | bytes[at + 2 * index + 1] & 0xff;
    }

    /** Group at which the longest run of two or more zero groups begins, or -1. */
    private static int longestZeros(byte[] bytes, int at) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = zerosFrom(bytes, at, i);
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            i += length;
        }
        return best;
    }

    private static int zerosFrom(byte[] bytes, int at, int index) {
        int i = index;
        while (i < 8 && group(bytes, at, i) == 0) {
            i++;
        }
        return i - index;
    }

    private static int writeGroup(int value, byte[] to, int at) {
        int put = at;
        for (int shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0;
                shift >= 0;
                shift -= 4) {
            to[put++] = HexText.LOWER[value >> shift & 0xf];
        }
        return put;
    }
}
