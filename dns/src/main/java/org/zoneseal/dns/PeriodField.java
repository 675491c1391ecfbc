package org.zoneseal.dns;

import java.io.IOException;

/** Seconds in four bytes, read with BIND's time units and written as a number. */
final class PeriodField extends Field {

    private final String what;
    private final String expected;

    PeriodField(String what) {
        this.what = what;
        this.expected = what + ", seconds up to 4294967295 or a period like 1h30m";
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(expected);
        long seconds = PeriodText.parse(in.bytes, in.start, in.end);
        if (seconds < 0) {
            throw in.problem(expected);
        }
        return NumberField.store(seconds, 4, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, 4, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        out.putNumber(NumberField.load(rdata, at, 4));
        return at + 4;
    }
}
