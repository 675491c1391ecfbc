package org.zoneseal.dns;

import java.io.IOException;

/** An unsigned decimal number of eight bytes. */
final class LongField extends Field {

    private final String what;
    private final String expected;

    LongField(String what) {
        this.what = what;
        this.expected = what + ", a number up to 18446744073709551615";
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(expected);
        long value = 0;
        for (int i = in.start; i < in.end; i++) {
            int digit = in.bytes[i] - '0';
            boolean fits =
                    Long.compareUnsigned(value, 0x1999999999999999L) < 0
                            || (value == 0x1999999999999999L && digit <= 5);
            if (digit < 0 || digit > 9 || !fits) {
                throw in.problem(expected);
            }
            value = value * 10 + digit;
        }
        if (in.start == in.end) {
            throw in.problem(expected);
        }
        return NumberField.store(value, 8, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, 8, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        out.putNumber(NumberField.load(rdata, at, 8));
        return at + 8;
    }
}
