package org.zoneseal.dnssec;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.zoneseal.dns.Name;

/** Record data put together by hand for the tests of this part. */
final class Rdata {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Rdata of() {
        return new Rdata();
    }

    Rdata u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Rdata u16(int value) {
        return u8(value >> 8, value & 0xff);
    }

    Rdata u32(long value) {
        return u16((int) (value >> 16)).u16((int) value & 0xffff);
    }

    Rdata name(String name) {
        return raw(Name.parse(name).toWire());
    }

    Rdata base64(String text) {
        return raw(Base64.getDecoder().decode(text));
    }

    Rdata hex(String text) {
        return raw(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    Rdata raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static Dnskey key(int flags, int algorithm, String base64) {
        return Dnskey.of(flags, algorithm, Base64.getDecoder().decode(base64));
    }
}
