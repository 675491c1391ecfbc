package org.zoneseal.dns;

import java.io.IOException;

/**
 * A fixed number of bytes in hexadecimal groups of one size: {@code 00-00-5e-00-53-2a} (RFC 7043)
 * or {@code 2001:0db8:1140:1000} (RFC 6742).
 */
final class GroupsField extends Field {

    private final int size;
    private final int groupSize;
    private final char separator;
    private final boolean fixedDigits;
    private final String what;

    private GroupsField(int size, int groupSize, char separator, boolean fixedDigits, String what) {
        this.size = size;
        this.groupSize = groupSize;
        this.separator = separator;
        this.fixedDigits = fixedDigits;
        this.what = what;
    }

    /** Bytes between dashes. */
    static GroupsField eui(int size) {
        return new GroupsField(
                size, 1, '-', true, "an EUI-" + 8 * size + " like 00-00-5e-00-53-2a…");
    }

    /** Eight bytes in four groups between colons, leading zeros of a group left out if wanted. */
    static GroupsField locator(String what) {
        return new GroupsField(8, 2, ':', false, what + " like 2001:0db8:1140:1000");
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        int from = in.start;
        for (int group = 0; group < size / groupSize; group++) {
            int to = from;
            int value = 0;
            while (to < in.end && to - from < 2 * groupSize && HexText.digit(in.bytes[to]) >= 0) {
                value = value << 4 | HexText.digit(in.bytes[to++]);
            }
            boolean last = group == size / groupSize - 1;
            boolean closed = last ? to == in.end : to < in.end && in.bytes[to] == separator;
            if (!closed || to == from || (fixedDigits && to - from < 2 * groupSize)) {
                throw in.problem(what);
            }
            NumberField.store(value, groupSize, out, at + group * groupSize);
            from = to + 1;
        }
        return at + size;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, size, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        byte[] text = out.reserve(3 * size);
        int put = out.length;
        for (int i = 0; i < size; i++) {
            if (i > 0 && i % groupSize == 0) {
                text[put++] = (byte) separator;
            }
            text[put++] = HexText.LOWER[rdata[at + i] >> 4 & 0xf];
            text[put++] = HexText.LOWER[rdata[at + i] & 0xf];
        }
        out.length = put;
        return at + size;
    }
}
