package org.zoneseal.dns;

import java.io.IOException;

/** An IPv4 or IPv6 address. */
final class AddressField extends Field {

    private final int size;
    private final String what;

    private AddressField(int size, String what) {
        this.size = size;
        this.what = what;
    }

    static AddressField ipv4() {
        return new AddressField(4, "an IPv4 address");
    }

    static AddressField ipv6() {
        return new AddressField(16, "an IPv6 address");
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        boolean read =
                size == 4
                        ? AddressText.parse4(in.bytes, in.start, in.end, out, at)
                        : AddressText.parse6(in.bytes, in.start, in.end, out, at);
        if (!read) {
            throw in.problem(what);
        }
        return at + size;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, size, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        if (size == 4) {
            AddressText.write4(rdata, at, out);
        } else {
            AddressText.write6(rdata, at, out);
        }
        return at + size;
    }
}
