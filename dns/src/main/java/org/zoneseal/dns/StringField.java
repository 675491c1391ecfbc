package org.zoneseal.dns;

import java.io.IOException;

/** Character strings of RFC 1035 §3.3: a length byte and up to 255 bytes. */
final class StringField extends Field {

    private enum Count {
        ONE,
        TAG,
        OPTIONAL,
        ALL
    }

    private final Count count;
    private final String what;

    private StringField(Count count, String what) {
        this.count = count;
        this.what = what;
    }

    static StringField one(String what) {
        return new StringField(Count.ONE, what);
    }

    /** One string of ASCII letters and digits, written without quotes (RFC 8659 §4.1). */
    static StringField tag(String what) {
        return new StringField(Count.TAG, what);
    }

    /** One string or none. */
    static StringField optional(String what) {
        return new StringField(Count.OPTIONAL, what);
    }

    /** One string or more, to the end of the entry. */
    static StringField all(String what) {
        return new StringField(Count.ALL, what);
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        if (count == Count.OPTIONAL) {
            return in.next() ? store(in, out, at) : at;
        }
        in.need(what);
        int put = store(in, out, at);
        if (count == Count.ALL) {
            while (in.next()) {
                put = store(in, out, put);
            }
        }
        return put;
    }

    private int store(ZoneScanner in, byte[] out, int at) {
        room(in, at, 256);
        int behind = EscapedText.decode(in, in.start, in.end, out, at + 1, 255);
        if (behind < 0) {
            throw in.problem(what + " of at most 255 bytes");
        }
        if (count == Count.TAG && !isTag(out, at + 1, behind)) {
            throw in.problem(what);
        }
        out[at] = (byte) (behind - at - 1);
        return behind;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        if (count == Count.OPTIONAL && at == end) {
            return at;
        }
        int behind = at;
        do {
            int from = fixed(behind, 1, end, what);
            behind = fixed(from, rdata[behind] & 0xff, end, what);
            if (count == Count.TAG && !isTag(rdata, from, behind)) {
                throw new InvalidRdataException(what + " is something else");
            }
        } while (count == Count.ALL && behind < end);
        return behind;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int behind = at;
        do {
            if (behind > at) {
                out.put(' ');
            }
            int from = behind + 1;
            behind = from + (rdata[behind] & 0xff);
            if (count == Count.TAG) {
                out.put(rdata, from, behind - from);
            } else {
                EscapedText.writeQuoted(rdata, from, behind, out);
            }
        } while (count == Count.ALL && behind < end);
        return behind;
    }

    private static boolean isTag(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte letter = WireNames.lower(bytes[i]);
            if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9')) {
                return false;
            }
        }
        return from < to;
    }

    @Override
    boolean mayBeAbsent() {
        return count == Count.OPTIONAL;
    }
}
