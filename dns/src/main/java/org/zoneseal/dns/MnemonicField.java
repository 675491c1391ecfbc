package org.zoneseal.dns;

import java.io.IOException;

/** A number of one or two bytes that may be read as a word too. */
final class MnemonicField extends Field {

    private final int size;
    private final String what;
    private final Mnemonics words;
    private final boolean written;

    MnemonicField(int size, String what, Mnemonics words) {
        this(size, what, words, false);
    }

    /** A number that is also written as its word. */
    static MnemonicField written(int size, String what, Mnemonics words) {
        return new MnemonicField(size, what, words, true);
    }

    private MnemonicField(int size, String what, Mnemonics words, boolean written) {
        this.written = written;
        this.size = size;
        this.what = what;
        this.words = words;
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need(what);
        byte first = in.start < in.end ? in.bytes[in.start] : 0;
        if (first >= '0' && first <= '9') {
            long max = (1L << (8 * size)) - 1;
            return NumberField.store(in.number(max, what), size, out, at);
        }
        int value = words.find(in.bytes, in.start, in.end);
        if (value < 0) {
            throw in.problem(what + ", a number or a mnemonic");
        }
        return NumberField.store(value, size, out, at);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        return fixed(at, size, end, what);
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        long value = NumberField.load(rdata, at, size);
        byte[] word = written ? words.word((int) value) : null;
        if (word == null) {
            out.putNumber(value);
        } else {
            out.put(word);
        }
        return at + size;
    }
}
