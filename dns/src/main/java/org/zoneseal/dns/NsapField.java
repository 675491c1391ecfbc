package org.zoneseal.dns;

import java.io.IOException;

/** An NSAP address: {@code 0x} and hexadecimal digits, dots between them ignored (RFC 1706 §7). */
final class NsapField extends Field {

    private static final String EXPECTED = "an NSAP address: 0x and pairs of hexadecimal digits";

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(EXPECTED);
        byte[] text = in.bytes;
        if (in.end - in.start < 4 || text[in.start] != '0' || (text[in.start + 1] & 0xdf) != 'X') {
            throw in.problem(EXPECTED);
        }
        return readDigits(in, in.start + 2, out, at, EXPECTED);
    }

    /** Pairs of hexadecimal digits in the current token, dots ignored. */
    static int readDigits(ZoneScanner in, int from, byte[] out, int at, String expected) {
        room(in, at, (in.end - from) / 2);
        int put = at;
        int half = -1;
        for (int i = from; i < in.end; i++) {
            int digit = HexText.digit(in.bytes[i]);
            if (digit < 0 && in.bytes[i] != '.') {
                throw in.problem(expected);
            }
            if (digit >= 0 && half < 0) {
                half = digit;
            } else if (digit >= 0) {
                out[put++] = (byte) (half << 4 | digit);
                half = -1;
            }
        }
        if (half >= 0 || put == at) {
            throw in.problem(expected);
        }
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        fixed(at, 1, end, "an NSAP address");
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        out.put("0x");
        HexText.write(rdata, at, end, out);
        return end;
    }
}
