package org.zoneseal.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes behind a length byte, in unpadded base32hex (the hash of RFC 5155 §3.3). */
final class Base32HexField extends Field {

    private static final byte[] ALPHABET =
            "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 32; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
            VALUES[Character.toUpperCase(ALPHABET[i])] = (byte) i;
        }
    }

    private final String what;

    Base32HexField(String what) {
        this.what = what + " in base32hex";
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        int digits = in.end - in.start;
        int length = digits * 5 / 8;
        if (digits == 0 || length > 255 || (length * 8 + 4) / 5 != digits) {
            throw in.problem(what);
        }
        int put = at + 1;
        long bits = 0;
        int count = 0;
        for (int i = in.start; i < in.end; i++) {
            int value = VALUES[in.bytes[i] & 0xff];
            if (value < 0) {
                throw in.problem(what);
            }
            bits = bits << 5 | value;
            count += 5;
            if (count >= 8) {
                count -= 8;
                out[put++] = (byte) (bits >> count);
            }
        }
        out[at] = (byte) length;
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int behind = fixed(at, 1, end, what);
        if (rdata[at] == 0) {
            throw new InvalidRdataException(what + " is empty");
        }
        return fixed(behind, rdata[at] & 0xff, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int behind = at + 1 + (rdata[at] & 0xff);
        byte[] text = out.reserve(((rdata[at] & 0xff) * 8 + 4) / 5);
        int put = out.length;
        int bits = 0;
        int count = 0;
        for (int i = at + 1; i < behind; i++) {
            bits = bits << 8 | rdata[i] & 0xff;
            count += 8;
            while (count >= 5) {
                count -= 5;
                text[put++] = ALPHABET[bits >> count & 31];
            }
        }
        if (count > 0) {
            text[put++] = ALPHABET[bits << (5 - count) & 31];
        }
        out.length = put;
        return behind;
    }
}
