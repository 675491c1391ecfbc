package org.zoneseal.dns;

import java.io.IOException;

/**
 * An A6 record (RFC 2874 §3): how many bits of the address another name gives, the bytes of the
 * others, and that name. Without such bits there is no name; with all 128 there is no address.
 */
final class A6Field extends Field {

    private static final String BITS = "the prefix length, 0 to 128";
    private static final String ADDRESS = "the address suffix, an IPv6 address";
    private static final String PREFIX = "the prefix name";

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(BITS);
        int bits = (int) in.number(128, BITS);
        int put = at + 1;
        out[at] = (byte) bits;
        if (bits < 128) {
            in.need(ADDRESS);
            byte[] address = new byte[16];
            if (!AddressText.parse6(in.bytes, in.start, in.end, address, 0)) {
                throw in.problem(ADDRESS);
            }
            int first = bits / 8;
            address[first] &= (byte) (0xff >> bits % 8);
            System.arraycopy(address, first, out, put, 16 - first);
            put += 16 - first;
        }
        if (bits > 0) {
            in.need(PREFIX);
            put += NameField.readToken(in, out, put);
        }
        return put;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int from = fixed(at, 1, end, BITS);
        int bits = rdata[at] & 0xff;
        if (bits > 128) {
            throw new InvalidRdataException("a prefix of " + bits + " bits; the most is 128");
        }
        int behind = fixed(from, 16 - bits / 8, end, ADDRESS);
        if (bits % 8 != 0 && (rdata[from] & 0xff) > 0xff >> bits % 8) {
            throw new InvalidRdataException("the address suffix has bits of the prefix set");
        }
        return bits == 0 ? behind : NameField.check(rdata, behind, end, PREFIX);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int bits = rdata[at] & 0xff;
        out.putNumber(bits);
        int suffix = 16 - bits / 8;
        if (bits < 128) {
            byte[] address = new byte[16];
            System.arraycopy(rdata, at + 1, address, 16 - suffix, suffix);
            out.put(' ');
            AddressText.write6(address, 0, out);
        }
        if (bits == 0) {
            return at + 1 + suffix;
        }
        out.put(' ');
        return NameField.writeName(rdata, at + 1 + suffix, out);
    }

    @Override
    int toLowerCase(byte[] rdata, int at, int end) {
        int behind = check(rdata, at, end);
        int bits = rdata[at] & 0xff;
        if (bits > 0) {
            int name = at + 17 - bits / 8;
            WireNames.toLowerCase(rdata, name, behind - name);
        }
        return behind;
    }
}
