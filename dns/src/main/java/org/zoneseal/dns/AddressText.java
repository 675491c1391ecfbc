package org.zoneseal.dns;

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
        int put = 0;
        int gap = -1;
        int i = from;
        if (to - from >= 2 && text[from] == ':' && text[from + 1] == ':') {
            gap = 0;
            i = from + 2;
        }
        while (i < to) {
            int groupEnd = i;
            int value = 0;
            while (groupEnd < to && groupEnd - i < 5 && HexText.digit(text[groupEnd]) >= 0) {
                value = value << 4 | HexText.digit(text[groupEnd++]);
            }
            if (groupEnd < to && text[groupEnd] == '.') {
                if (put > 12 || !parse4(text, i, to, out, at + put)) {
                    return false;
                }
                put += 4;
                break;
            }
            if (groupEnd == i || groupEnd - i > 4 || put == 16) {
                return false;
            }
            out[at + put++] = (byte) (value >> 8);
            out[at + put++] = (byte) value;
            if (groupEnd == to) {
                break;
            }
            if (text[groupEnd] != ':' || groupEnd + 1 == to) {
                return false;
            }
            i = groupEnd + 1;
            if (text[i] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = put;
                i++;
            }
        }
        return closeGap(out, at, put, gap);
    }

    private static boolean closeGap(byte[] out, int at, int put, int gap) {
        if (gap < 0) {
            return put == 16;
        }
        if (put > 14) {
            return false;
        }
        int tail = put - gap;
        for (int i = 1; i <= tail; i++) {
            out[at + 16 - i] = out[at + put - i];
        }
        for (int i = gap; i < 16 - tail; i++) {
            out[at + i] = 0;
        }
        return true;
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
