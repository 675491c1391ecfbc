package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;

/** Address prefixes (RFC 3123), each {@code [!]family:address/length}. */
final class AplField extends Field {

    private static final String EXPECTED = "a prefix like 1:192.0.2.0/24, 2:2001:db8::/32 or !1:…";

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        int put = at;
        while (in.next()) {
            room(in, put, 20);
            put = readItem(in, out, put);
        }
        return put;
    }

    private static int readItem(ZoneScanner in, byte[] out, int at) {
        byte[] text = in.bytes;
        int from = in.start;
        boolean negated = from < in.end && text[from] == '!';
        if (negated) {
            from++;
        }
        int slash = in.end - 1;
        while (slash > from && text[slash] != '/') {
            slash--;
        }
        if (slash - from < 3 || text[from + 1] != ':') {
            throw in.problem(EXPECTED);
        }
        int family = text[from] - '0';
        boolean read =
                switch (family) {
                    case 1 -> AddressText.parse4(text, from + 2, slash, out, at + 4);
                    case 2 -> AddressText.parse6(text, from + 2, slash, out, at + 4);
                    default -> false;
                };
        int length = length(text, slash + 1, in.end);
        if (!read || length < 0 || length > bits(family)) {
            throw in.problem(EXPECTED);
        }
        int used = bits(family) / 8;
        while (used > 0 && out[at + 3 + used] == 0) {
            used--;
        }
        NumberField.store(family, 2, out, at);
        out[at + 2] = (byte) length;
        out[at + 3] = (byte) (negated ? used | 0x80 : used);
        return at + 4 + used;
    }

    private static int bits(int family) {
        return family == 1 ? 32 : 128;
    }

    private static int length(byte[] text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9' || value > 99) {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return from < to ? value : -1;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int i = at;
        while (i < end) {
            int from = fixed(i, 4, end, "an address prefix");
            int family = (int) NumberField.load(rdata, i, 2);
            int used = rdata[i + 3] & 0x7f;
            int behind = fixed(from, used, end, "an address prefix");
            if (used > 0 && rdata[behind - 1] == 0) {
                throw new InvalidRdataException("an address prefix ends in a zero byte");
            }
            if (family == 1 || family == 2) {
                if ((rdata[i + 2] & 0xff) > bits(family) || used > bits(family) / 8) {
                    throw new InvalidRdataException("an address prefix is too long for its family");
                }
            }
            i = behind;
        }
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        byte[] address = new byte[16];
        int i = at;
        while (i < end) {
            int family = (int) NumberField.load(rdata, i, 2);
            if (family != 1 && family != 2) {
                return NO_TEXT;
            }
            if (i > at) {
                out.put(' ');
            }
            if (rdata[i + 3] < 0) {
                out.put('!');
            }
            out.putNumber(family);
            out.put(':');
            int used = rdata[i + 3] & 0x7f;
            Arrays.fill(address, (byte) 0);
            System.arraycopy(rdata, i + 4, address, 0, used);
            if (family == 1) {
                AddressText.write4(address, 0, out);
            } else {
                AddressText.write6(address, 0, out);
            }
            out.put('/');
            out.putNumber(rdata[i + 2] & 0xff);
            i += 4 + used;
        }
        return end;
    }

    @Override
    boolean mayBeAbsent() {
        return true;
    }
}
