package org.zoneseal.dns;

import java.io.IOException;

/** A record type in two bytes: its mnemonic, or TYPEnnn. */
final class TypeField extends Field {

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need("a record type");
        int type = RecordTypes.parse(in.bytes, in.start, in.end);
        if (type < 0) {
            throw in.problem("a record type");
        }
        return NumberField.store(type, 2, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, 2, end, "a record type");
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        out.put(RecordTypes.mnemonic((int) NumberField.load(rdata, at, 2)));
        return at + 2;
    }
}
