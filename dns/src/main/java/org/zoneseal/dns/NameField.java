package org.zoneseal.dns;

import java.io.IOException;

/** A domain name, uncompressed in wire form; relative names are completed with the origin. */
final class NameField extends Field {

    private final String what;

    NameField(String what) {
        this.what = what;
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        return at + readToken(in, out, at);
    }

    /** The current token as a name; returns its length in wire form. */
    static int readToken(ZoneScanner in, byte[] out, int at) {
        return NameText.parse(in.bytes, in.start, in.end, in.origin, in.originLength, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return check(rdata, at, end, what);
    }

    static int check(byte[] rdata, int at, int end, String what) {
        try {
            return at + Name.wireLength(rdata, at, end);
        } catch (InvalidNameException e) {
            throw new InvalidRdataException(what + ": " + e.getMessage());
        }
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        return writeName(rdata, at, out);
    }

    static int writeName(byte[] rdata, int at, TextOutput out) {
        byte[] to = out.reserve(NameText.MAX_TEXT_LENGTH);
        out.length = NameText.format(rdata, at, to, out.length);
        int behind = at;
        while (rdata[behind] != 0) {
            behind += rdata[behind] + 1;
        }
        return behind + 1;
    }

    @Override
    int toLowerCase(byte[] rdata, int at, int end) {
        int behind = check(rdata, at, end);
        WireNames.toLowerCase(rdata, at, behind - at);
        return behind;
    }

    @Override
    boolean isName() {
        return true;
    }
}
