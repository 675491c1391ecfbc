package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;

/** A set of record types as windows of bits (RFC 4034 §4.1.2), to the end of the record data. */
final class TypeBitmapField extends Field {

    private static final int WINDOW = 32;

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        byte[] bits = in.typeBits;
        int windows = 0;
        while (in.next()) {
            int type = RecordTypes.parse(in.bytes, in.start, in.end);
            if (type < 0) {
                Arrays.fill(bits, 0, windows * WINDOW, (byte) 0);
                throw in.problem("a record type, or the end of the entry");
            }
            windows = Math.max(windows, (type >> 8) + 1);
            bits[type >> 3] |= (byte) (0x80 >> (type & 7));
        }
        int put = at;
        for (int window = 0; window < windows; window++) {
            put = store(bits, window, out, put);
        }
        Arrays.fill(bits, 0, windows * WINDOW, (byte) 0);
        return put;
    }

    private static int store(byte[] bits, int window, byte[] out, int at) {
        int from = window * WINDOW;
        int length = WINDOW;
        while (length > 0 && bits[from + length - 1] == 0) {
            length--;
        }
        if (length == 0) {
            return at;
        }
        out[at] = (byte) window;
        out[at + 1] = (byte) length;
        System.arraycopy(bits, from, out, at + 2, length);
        return at + 2 + length;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int last = -1;
        int i = at;
        while (i < end) {
            fixed(i, 3, end, "a window of the type bitmap");
            int window = rdata[i] & 0xff;
            int length = rdata[i + 1] & 0xff;
            if (window <= last) {
                throw new InvalidRdataException("the windows of the type bitmap do not ascend");
            }
            if (length == 0 || length > WINDOW) {
                throw new InvalidRdataException(
                        "a window of the type bitmap has " + length + " bytes, not 1 to 32");
            }
            i = fixed(i + 2, length, end, "a window of the type bitmap");
            if (rdata[i - 1] == 0) {
                throw new InvalidRdataException("a window of the type bitmap ends in a zero byte");
            }
            last = window;
        }
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int i = at;
        boolean first = true;
        while (i < end) {
            int window = (rdata[i] & 0xff) << 8;
            int behind = i + 2 + (rdata[i + 1] & 0xff);
            int type = window;
            for (i += 2; i < behind; i++, type += 8) {
                int octet = rdata[i] & 0xff;
                while (octet != 0) {
                    int bit = Integer.numberOfLeadingZeros(octet) - 24;
                    octet &= ~(0x80 >> bit);
                    if (!first) {
                        out.put(' ');
                    }
                    first = false;
                    out.put(RecordTypes.mnemonic(type + bit));
                }
            }
        }
        return end;
    }

    @Override
    boolean mayBeAbsent() {
        return true;
    }
}
