package org.zoneseal.answer;

/** Numbers in a message. */
final class Wire {

    private Wire() {}

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    static long u32(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    /** Writes two bytes and returns the offset behind them. */
    static int put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
        return at + 2;
    }

    /** Writes four bytes and returns the offset behind them. */
    static int put32(byte[] bytes, int at, long value) {
        put16(bytes, at, (int) (value >> 16));
        return put16(bytes, at + 2, (int) value);
    }
}
