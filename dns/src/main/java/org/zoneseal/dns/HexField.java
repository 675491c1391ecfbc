package org.zoneseal.dns;

import java.io.IOException;

/**
 * Bytes in hexadecimal: all the rest, which may be cut into several words, or behind a length byte
 * one word, where {@code -} stands for no bytes (the salt of RFC 5155 §3.3).
 */
final class HexField extends Field {

    private static final int[] ANY = {};

    private final boolean lengthByte;
    private final int least;
    private final int[] lengths;
    private final String what;

    private HexField(boolean lengthByte, int least, int[] lengths, String what) {
        this.lengthByte = lengthByte;
        this.least = least;
        this.lengths = lengths;
        this.what = what;
    }

    /** All bytes to the end, at least {@code least}. */
    static HexField rest(int least, String what) {
        return new HexField(false, least, ANY, what + " in hexadecimal");
    }

    /**
     * A digest whose type is the byte before it.
     *
     * @param lengths by type, 0 where any length from {@code least} on will do
     */
    static HexField digest(int least, String what, int... lengths) {
        return new HexField(false, least, lengths, what + " in hexadecimal");
    }

    static HexField behindLength(String what) {
        return new HexField(true, 0, ANY, what + " in hexadecimal, or -");
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        if (lengthByte) {
            return readCounted(in, out, at);
        }
        int behind = readRest(in, out, at, least, what);
        int wanted = wantedLength(out, at);
        if (wanted > 0 && behind - at != wanted) {
            throw in.problem(
                    (behind - at) + " bytes", what + ": " + wanted + " bytes for its type");
        }
        return behind;
    }

    /** What the type before the digest asks for, or 0. */
    private int wantedLength(byte[] rdata, int at) {
        if (lengths.length == 0) {
            return 0;
        }
        int type = rdata[at - 1] & 0xff;
        return type < lengths.length ? lengths[type] : 0;
    }

    private int readCounted(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        int length = 0;
        if (!in.isOnly('-')) {
            length = (in.end - in.start) / 2;
            if (length == 0 || length > 255 || (in.end - in.start) % 2 != 0) {
                throw in.problem(what + ", up to 255 bytes");
            }
            decode(in, in.start, out, at + 1, length, what);
        }
        out[at] = (byte) length;
        return at + 1 + length;
    }

    /** Decodes {@code count} bytes from the token's digits at {@code from}. */
    static void decode(ZoneScanner in, int from, byte[] out, int at, int count, String what) {
        byte[] text = in.bytes;
        int bad = 0;
        for (int i = 0; i < count; i++) {
            int high = HexText.digit(text[from + 2 * i]);
            int low = HexText.digit(text[from + 2 * i + 1]);
            bad |= high | low;
            out[at + i] = (byte) (high << 4 | low);
        }
        if (bad < 0) {
            throw in.problem(what);
        }
    }

    /** All words to the end of the entry; a byte's two digits may stand in two words. */
    static int readRest(ZoneScanner in, byte[] out, int at, int least, String what)
            throws IOException {
        int put = at;
        int half = -1;
        while (in.next()) {
            int from = in.start;
            room(in, put, (in.end - from) / 2 + 1);
            if (half >= 0 && from < in.end) {
                int low = HexText.digit(in.bytes[from++]);
                if (low < 0) {
                    throw in.problem(what);
                }
                out[put++] = (byte) (half << 4 | low);
                half = -1;
            }
            int count = (in.end - from) / 2;
            decode(in, from, out, put, count, what);
            put += count;
            if (from + 2 * count < in.end) {
                half = HexText.digit(in.bytes[in.end - 1]);
                if (half < 0) {
                    throw in.problem(what);
                }
            }
        }
        if (half >= 0) {
            throw in.problem("an odd number of hexadecimal digits", what);
        }
        if (put - at < least) {
            throw in.problem("the end of the entry", what);
        }
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        if (!lengthByte) {
            fixed(at, least, end, what);
            int wanted = wantedLength(rdata, at);
            if (wanted > 0 && end - at != wanted) {
                throw new InvalidRdataException(
                        what + ": " + (end - at) + " bytes, not " + wanted + " as its type has");
            }
            return end;
        }
        int behind = fixed(at, 1, end, what);
        return fixed(behind, rdata[at] & 0xff, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        if (!lengthByte) {
            HexText.write(rdata, at, end, out);
            return end;
        }
        int behind = at + 1 + (rdata[at] & 0xff);
        if (behind == at + 1) {
            out.put('-');
        } else {
            HexText.write(rdata, at + 1, behind, out);
        }
        return behind;
    }

    @Override
    boolean mayBeAbsent() {
        return !lengthByte;
    }
}
