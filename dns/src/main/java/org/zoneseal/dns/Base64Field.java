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

    private int readRest(ZoneScanner in, byte[] out, int at) throws IOException {
        int put = at;
        int bits = 0;
        int digits = 0;
        int padding = 0;
        while (in.next()) {
            byte[] text = in.bytes;
            int end = in.end;
            room(in, put, (end - in.start) / 4 * 3 + 3);
            for (int i = in.start; i < end; i++) {
                if ((digits & 3) == 0 && padding == 0) {
                    int full = decodeFours(text, i, end, out, put);
                    i += full * 4;
                    put += full * 3;
                    if (i == end) {
                        break;
                    }
                }
                int value = VALUES[text[i] & 0xff];
                if (value >= 0 && padding == 0) {
                    bits = bits << 6 | value;
                    if ((++digits & 3) == 0) {
                        out[put++] = (byte) (bits >> 16);
                        out[put++] = (byte) (bits >> 8);
                        out[put++] = (byte) bits;
                    }
                } else if (text[i] == '=' && (digits & 3) + padding < 4 && (digits & 3) > 1) {
                    padding++;
                } else {
                    throw in.problem(what);
                }
            }
        }
        put = lastBytes(in, digits & 3, padding, bits, out, put);
        if (put - at < least) {
            throw in.problem("the end of the entry", what);
        }
        return put;
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

    /** Decodes a part of the current token, padding included; returns the offset behind. */
    static int decodeToken(ZoneScanner in, int from, int to, byte[] out, int at, String what) {
        room(in, at, (to - from) / 4 * 3 + 3);
        byte[] text = in.bytes;
        int full = decodeFours(text, from, to, out, at);
        int i = from + 4 * full;
        int put = at + 3 * full;
        if (i == to) {
            return put;
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

    private int lastBytes(ZoneScanner in, int digits, int padding, int bits, byte[] out, int at) {
        if (digits == 0 && padding == 0) {
            return at;
        }
        if (digits + padding != 4) {
            throw in.problem("base64 that is cut short", what);
        }
        int last = bits << (6 * padding);
        out[at] = (byte) (last >> 16);
        if (digits == 2) {
            return at + 1;
        }
        out[at + 1] = (byte) (last >> 8);
        return at + 2;
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
