package org.zoneseal.dns;

import java.io.IOException;

/**
 * A host identity (RFC 8005 §5): two lengths and an algorithm, then tag, public key and rendezvous
 * servers. As text the algorithm comes first and the lengths are left out.
 */
final class HipField extends Field {

    private static final String TAG = "the host identity tag in hexadecimal";
    private static final String KEY = "the public key in base64";

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        String algorithm = "the algorithm, a number up to 255";
        in.need(algorithm);
        out[at + 1] = (byte) in.number(255, algorithm);
        in.need(TAG);
        int tagLength = (in.end - in.start) / 2;
        if (tagLength == 0 || tagLength > 255 || (in.end - in.start) % 2 != 0) {
            throw in.problem(TAG + ", up to 255 bytes");
        }
        HexField.decode(in, in.start, out, at + 4, tagLength, TAG);
        out[at] = (byte) tagLength;
        int key = at + 4 + tagLength;
        in.need(KEY);
        int put = Base64Field.decodeToken(in, in.start, in.end, out, key, KEY);
        if (put == key) {
            throw in.problem(KEY);
        }
        NumberField.store(put - key, 2, out, at + 2);
        while (in.next()) {
            room(in, put, Name.MAX_WIRE_LENGTH);
            put += NameField.readToken(in, out, put);
        }
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int tag = fixed(at, 4, end, "the lengths");
        if (rdata[at] == 0 || NumberField.load(rdata, at + 2, 2) == 0) {
            throw new InvalidRdataException("the host identity tag or the public key is empty");
        }
        int key = fixed(tag, rdata[at] & 0xff, end, TAG);
        int behind = fixed(key, (int) NumberField.load(rdata, at + 2, 2), end, KEY);
        while (behind < end) {
            behind = NameField.check(rdata, behind, end, "a rendezvous server");
        }
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int key = at + 4 + (rdata[at] & 0xff);
        int behind = key + (int) NumberField.load(rdata, at + 2, 2);
        out.putNumber(rdata[at + 1] & 0xff);
        out.put(' ');
        HexText.write(rdata, at + 4, key, out);
        out.put(' ');
        Base64Field.encode(rdata, key, behind, out);
        while (behind < end) {
            out.put(' ');
            behind = NameField.writeName(rdata, behind, out);
        }
        return end;
    }
}
