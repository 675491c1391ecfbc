package org.zoneseal.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All the rest in base64 (RFC 4648 §4), which may be cut into words anywhere. */
final class Base64Field extends Field {

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 64; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
        }
    }

    private final int least;
    private final boolean dash;
    private final String what;

    Base64Field(int least, String what) {
        this(least, false, what);
    }

    /** Bytes that may be missing, which is written as {@code -}. */
    static Base64Field orDash(String what) {
        return new Base64Field(0, true, what);
    }

    private Base64Field(int least, boolean dash, String what) {
        this.least = least;
        this.dash = dash;
        this.what = what + " in base64";
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        if (dash) {
            in.need(what);
            if (in.isOnly('-')) {
                return at;
            }
            in.pushBack();
        }
        return readRest(in, out, at);
    }

    /** Decodes word by word, as long as each holds whole groups of four digits. */
    private int readRest(ZoneScanner in, byte[] out, int at) throws IOException {
        int put = at;
        boolean padded = false;
        while (in.next()) {
            if (padded) {
                throw in.problem("the end of the base64, behind its padding");
            }
            if ((in.end - in.start) % 4 != 0) {
                put = readPieces(in, out, put);
                break;
            }
            put = decode(in, in.bytes, in.start, in.end, out, put, what);
            padded = in.start < in.end && in.bytes[in.end - 1] == '=';
        }
        if (put - at < least) {
            throw in.problem("the end of the entry", what);
        }
        return put;
    }

    /** Joins the current word and all behind it, then decodes them. */
    private int readPieces(ZoneScanner in, byte[] out, int at) throws IOException {
        TextOutput joined = new TextOutput(1024);
        do {
            joined.put(in.bytes, in.start, in.end - in.start);
            room(in, at, joined.length / 4 * 3);
        } while (in.next());
        return decode(in, joined.bytes, 0, joined.length, out, at, what);
    }

    /** Decodes a part of the current token, padding included; returns the offset behind. */
    static int decodeToken(ZoneScanner in, int from, int to, byte[] out, int at, String what) {
        return decode(in, in.bytes, from, to, out, at, what);
    }

    private static int decode(
            ZoneScanner in, byte[] text, int from, int to, byte[] out, int at, String what) {
        room(in, at, (to - from) / 4 * 3 + 3);
        int full = decodeFours(text, from, to, out, at);
        int i = from + 4 * full;
        int put = at + 3 * full;
        if (i == to) {
            return put;
        }
        if ((to - from) % 4 != 0) {
            throw in.problem("base64 that is cut short", what);
        }
        if (to - i != 4 || text[to - 1] != '=') {
            throw in.problem(what);
        }
        int third = text[i + 2] == '=' ? 0 : VALUES[text[i + 2] & 0xff];
        int bits = VALUES[text[i] & 0xff] << 18 | VALUES[text[i + 1] & 0xff] << 12 | third << 6;
        if (bits < 0) {
            throw in.problem(what);
        }
        out[put] = (byte) (bits >> 16);
        out[put + 1] = (byte) (bits >> 8);
        return text[i + 2] == '=' ? put + 1 : put + 2;
    }

    /** Decodes groups of four digits while there are any; returns how many. */
    private static int decodeFours(byte[] text, int from, int end, byte[] out, int at) {
        int put = at;
        int i = from;
        for (; end - i >= 4; i += 4) {
            int bits =
                    VALUES[text[i] & 0xff] << 18
                            | VALUES[text[i + 1] & 0xff] << 12
                            | VALUES[text[i + 2] & 0xff] << 6
                            | VALUES[text[i + 3] & 0xff];
            if (bits < 0) {
                break;
            }
            out[put] = (byte) (bits >> 16);
            out[put + 1] = (byte) (bits >> 8);
            out[put + 2] = (byte) bits;
            put += 3;
        }
        return (i - from) / 4;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        fixed(at, least, end, what);
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        if (at == end) {
            out.put('-');
        }
        encode(rdata, at, end, out);
        return end;
    }

    static void encode(byte[] bytes, int from, int to, TextOutput out) {
        byte[] text = out.reserve((to - from + 2) / 3 * 4);
        int put = out.length;
        int i = from;
        for (; to - i >= 3; i += 3) {
            int bits = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | bytes[i + 2] & 0xff;
            text[put] = ALPHABET[bits >> 18];
            text[put + 1] = ALPHABET[bits >> 12 & 63];
            text[put + 2] = ALPHABET[bits >> 6 & 63];
            text[put + 3] = ALPHABET[bits & 63];
            put += 4;
        }
        if (i < to) {
            int second = i + 1 < to ? bytes[i + 1] & 0xff : 0;
            int bits = (bytes[i] & 0xff) << 16 | second << 8;
            text[put] = ALPHABET[bits >> 18];
            text[put + 1] = ALPHABET[bits >> 12 & 63];
            text[put + 2] = i + 1 < to ? ALPHABET[bits >> 6 & 63] : (byte) '=';
            text[put + 3] = '=';
            put += 4;
        }
        out.length = put;
    }

    @Override
    boolean mayBeAbsent() {
        return !dash;
    }
}
