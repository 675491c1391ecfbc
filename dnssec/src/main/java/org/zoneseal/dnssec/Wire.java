package org.zoneseal.dnssec;

/** Big-endian numbers in buffers. */
final class Wire {

    private Wire() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xffff_ffffL;
    }

    static int putU16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
        return at + 2;
    }

    static int putU32(byte[] bytes, int at, long value) {
        putU16(bytes, at, (int) (value >> 16));
        putU16(bytes, at + 2, (int) value);
        return at + 4;
    }
}
