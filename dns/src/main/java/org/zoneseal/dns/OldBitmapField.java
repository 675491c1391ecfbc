package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;

/** The types of an NXT record: one bit map for the types below 128 (RFC 2535 §5.2). */
final class OldBitmapField extends Field {

    private static final int MOST = 16;

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        String expected = "a record type below 128";
        Arrays.fill(out, at, at + MOST, (byte) 0);
        int length = 0;
        while (in.next()) {
            int type = RecordTypes.parse(in.bytes, in.start, in.end);
            if (type < 1 || type > 127) {
                throw in.problem(expected);
            }
            out[at + type / 8] |= (byte) (0x80 >> type % 8);
            length = Math.max(length, type / 8 + 1);
        }
        if (length == 0) {
            throw in.problem("the end of the entry", expected);
        }
        return at + length;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        fixed(at, 1, end, "the type bit map");
        if (end - at > MOST || rdata[end - 1] == 0 || rdata[at] < 0) {
            throw new InvalidRdataException(
                    "the type bit map is longer than 16 bytes, ends in a zero byte or has type 0");
        }
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        boolean first = true;
        for (int type = 1; type < (end - at) * 8; type++) {
            if ((rdata[at + type / 8] & 0x80 >> type % 8) != 0) {
                if (!first) {
                    out.put(' ');
                }
                first = false;
                out.put(RecordTypes.mnemonic(type));
            }
        }
        return end;
    }
}
