package org.zoneseal.dns;

/** Bytes as quoted text with {@code \X} and {@code \DDD} escapes (RFC 1035 §5.1). */
final class EscapedText {

    private EscapedText() {}

    /**
     * Resolves the escapes of a part of the current token.
     *
     * @param max bytes that fit at {@code at}
     * @return the offset behind what was stored, or -1 if it does not fit
     */
    static int decode(ZoneScanner in, int from, int to, byte[] out, int at, int max) {
        byte[] text = in.bytes;
        int put = at;
        int limit = at + max;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b == '\\') {
                int value = escape(text, i + 1, to);
                if (value < 0) {
                    throw in.problem("an escape \\DDD up to \\255, or \\X");
                }
                i += text[i + 1] >= '0' && text[i + 1] <= '9' ? 3 : 1;
                b = (byte) value;
            }
            if (put == limit) {
                return -1;
            }
            out[put++] = b;
        }
        return put;
    }

    /** The byte of the escape whose backslash stands before {@code at}, or -1. */
    static int escape(byte[] text, int at, int to) {
        if (at >= to) {
            return -1;
        }
        int hundreds = text[at] - '0';
        if (hundreds < 0 || hundreds > 9) {
            return text[at] & 0xff;
        }
        if (at + 2 >= to) {
            return -1;
        }
        int tens = text[at + 1] - '0';
        int ones = text[at + 2] - '0';
        int value = hundreds * 100 + tens * 10 + ones;
        boolean digits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
        return digits && value <= 255 ? value : -1;
    }

    static void writeQuoted(byte[] bytes, int from, int to, TextOutput out) {
        out.put('"');
        write(bytes, from, to, out);
        out.put('"');
    }

    /** Writes what may stand between quotes. */
    static void write(byte[] bytes, int from, int to, TextOutput out) {
        byte[] text = out.reserve(4 * (to - from));
        int put = out.length;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xff;
            if (b < ' ' || b >= 0x7f) {
                text[put++] = '\\';
                text[put++] = (byte) ('0' + b / 100);
                text[put++] = (byte) ('0' + b / 10 % 10);
                text[put++] = (byte) ('0' + b % 10);
            } else {
                if (b == '"' || b == '\\') {
                    text[put++] = '\\';
                }
                text[put++] = (byte) b;
            }
        }
        out.length = put;
    }
}
