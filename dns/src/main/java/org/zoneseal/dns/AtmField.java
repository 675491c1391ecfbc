package org.zoneseal.dns;

import java.io.IOException;

/** An ATM address (AF-DANS-0152): format 0 is hexadecimal, format 1 is {@code +} and digits. */
final class AtmField extends Field {

    private static final String EXPECTED = "an ATM address: hexadecimal digits, or + and digits";

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(EXPECTED);
        if (in.start == in.end || in.bytes[in.start] != '+') {
            out[at] = 0;
            return NsapField.readDigits(in, in.start, out, at + 1, EXPECTED);
        }
        out[at] = 1;
        room(in, at, in.end - in.start);
        int put = at + 1;
        for (int i = in.start + 1; i < in.end; i++) {
            byte b = in.bytes[i];
            if (b >= '0' && b <= '9') {
                out[put++] = b;
            } else if (b != '.') {
                throw in.problem(EXPECTED);
            }
        }
        if (put == at + 1) {
            throw in.problem(EXPECTED);
        }
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        fixed(at, 2, end, "an ATM address");
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        if (rdata[at] == 0) {
            HexText.write(rdata, at + 1, end, out);
            return end;
        }
        out.put('+');
        for (int i = at + 1; i < end; i++) {
            if (rdata[at] != 1 || rdata[i] < '0' || rdata[i] > '9') {
                return NO_TEXT;
            }
            out.put((char) rdata[i]);
        }
        return end;
    }
}
