package org.zoneseal.dns;

import java.io.IOException;

/** One string that takes all the rest, without a length byte (CAA values, URI targets). */
final class RestStringField extends Field {

    private final int least;
    private final String what;

    RestStringField(int least, String what) {
        this.least = least;
        this.what = what;
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        int behind = EscapedText.decode(in, in.start, in.end, out, at, 0xffff - at);
        if (behind < 0) {
            throw in.problem("record data of more than 65535 bytes", "less");
        }
        if (behind - at < least) {
            throw in.problem(what + ", which is not empty");
        }
        return behind;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        fixed(at, least, end, what);
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        EscapedText.writeQuoted(rdata, at, end, out);
        return end;
    }
}
