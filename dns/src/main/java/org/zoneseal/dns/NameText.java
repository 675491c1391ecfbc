package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;

/** Names between presentation form and wire form (RFC 1035 §5.1, RFC 4343 §2.1). */
public final class NameText {

    /** Longest presentation form: every byte of the longest name as {@code \DDD}. */
    public static final int MAX_TEXT_LENGTH = 4 * Name.MAX_WIRE_LENGTH + 2;

    /** Bytes that stand for themselves in presentation form. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int b = '!'; b < 0x7f; b++) {
            PLAIN[b] = ".\\\";()@$".indexOf(b) < 0;
        }
    }

    private NameText() {}

    /**
     * Reads presentation form into wire form; a name without a final dot is completed with {@code
     * origin}, {@code @} alone is the origin.
     *
     * @param out receives the wire form at 0; at least 255 bytes
     * @return bytes written
     * @throws InvalidNameException if the text is no name
     */
    public static int parse(byte[] text, int from, int to, Name origin, byte[] out) {
        byte[] suffix = origin.toWire();
        return parse(text, from, to, suffix, suffix.length, out, 0);
    }

    /**
     * The same for an origin in wire form, writing at {@code outOffset}, where 255 bytes are left.
     *
     * @return bytes written
     */
    static int parse(
            byte[] text,
            int from,
            int to,
            byte[] origin,
            int originLength,
            byte[] out,
            int outOffset) {
        if (to - from <= 1) {
            if (from == to) {
                throw new InvalidNameException("the name is empty");
            }
            if (text[from] == '@') {
                System.arraycopy(origin, 0, out, outOffset, originLength);
                return originLength;
            }
            if (text[from] == '.') {
                out[outOffset] = 0;
                return 1;
            }
        }
        int limit = outOffset + Name.MAX_WIRE_LENGTH;
        int label = outOffset;
        int at = outOffset + 1;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (at == limit) {
                throw tooLong();
            }
            if (b == '.') {
                endLabel(out, label, at);
                label = at++;
                continue;
            }
            if (b == '\\') {
                int value = escaped(text, i, to);
                i += value < 0 ? 1 : 3;
                b = (byte) (value < 0 ? text[i] : value);
            }
            out[at++] = b;
        }
        if (at - label == 1 && label > outOffset) {
            out[label] = 0;
            return at - outOffset;
        }
        endLabel(out, label, at);
        if (at + originLength > limit) {
            throw tooLong();
        }
        System.arraycopy(origin, 0, out, at, originLength);
        return at + originLength - outOffset;
    }

    /** The byte of a {@code \DDD} escape at {@code at}, or -1 for {@code \X}. */
    private static int escaped(byte[] text, int at, int to) {
        if (at + 1 >= to) {
            throw new InvalidNameException("the name ends with a backslash");
        }
        if (!isDigit(text[at + 1])) {
            return -1;
        }
        if (at + 3 >= to || !isDigit(text[at + 2]) || !isDigit(text[at + 3])) {
            throw new InvalidNameException("a \\DDD escape needs three digits");
        }
        int value = (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + text[at + 3] - '0';
        if (value > 255) {
            throw new InvalidNameException("the escape \\" + value + " is above 255");
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static InvalidNameException tooLong() {
        return new InvalidNameException("the name is longer than 255 bytes");
    }

    private static void endLabel(byte[] out, int label, int at) {
        int length = at - label - 1;
        if (length == 0) {
            throw new InvalidNameException("the name has an empty label");
        }
        if (length > Name.MAX_LABEL_LENGTH) {
            throw new InvalidNameException(
                    "a label has " + length + " bytes; the most is " + Name.MAX_LABEL_LENGTH);
        }
        out[label] = (byte) length;
    }

    /** Presentation form of the wire-form name at {@code offset}, with a final dot. */
    public static String format(byte[] wire, int offset) {
        byte[] text = new byte[MAX_TEXT_LENGTH];
        int length = format(wire, offset, text, 0);
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes presentation form, with a final dot; what is not a printable ASCII character is
     * written as {@code \DDD}, what has a meaning in a zone file as {@code \X}.
     *
     * @param out has {@link #MAX_TEXT_LENGTH} bytes left
     * @return the offset behind what was written
     */
    public static int format(byte[] wire, int offset, byte[] out, int outOffset) {
        int at = offset;
        int to = outOffset;
        if (wire[at] == 0) {
            out[to++] = '.';
            return to;
        }
        while (wire[at] != 0) {
            int end = at + 1 + wire[at];
            for (int i = at + 1; i < end; i++) {
                byte b = wire[i];
                if (PLAIN[b & 0xff]) {
                    out[to++] = b;
                } else {
                    to = formatByte(b, out, to);
                }
            }
            out[to++] = '.';
            at = end;
        }
        return to;
    }

    private static int formatByte(byte value, byte[] out, int offset) {
        int to = offset;
        int b = value & 0xff;
        out[to++] = '\\';
        if (b <= ' ' || b >= 0x7f) {
            out[to++] = (byte) ('0' + b / 100);
            out[to++] = (byte) ('0' + b / 10 % 10);
            out[to++] = (byte) ('0' + b % 10);
            return to;
        }
        out[to++] = value;
        return to;
    }
}
