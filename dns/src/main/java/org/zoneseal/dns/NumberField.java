package org.zoneseal.dns;

import java.io.IOException;

/** An unsigned decimal number of one, two or four bytes. */
final class NumberField extends Field {

    private final int size;
    private final long max;
    private final String what;
    private final String expected;

    NumberField(int size, String what) {
        this.size = size;
        this.max = (1L << (8 * size)) - 1;
        this.what = what;
        this.expected = what + ", a number up to " + max;
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(expected);
        return store(in.number(max, expected), size, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, size, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        out.putNumber(load(rdata, at, size));
        return at + size;
    }

    static int store(long value, int size, byte[] out, int at) {
        for (int i = size - 1; i >= 0; i--) {
            out[at + i] = (byte) (value >>> (8 * (size - 1 - i)));
        }
        return at + size;
    }

    static long load(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
