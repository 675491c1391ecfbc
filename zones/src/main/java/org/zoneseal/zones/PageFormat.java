package org.zoneseal.zones;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a page: nodes one after the other, in the order of their keys.
 *
 * <pre>
 * node   = length:u24  keyLength:varint key  caseLength:u8 name  rrset*
 * rrset  = type:u16 ttl:u32 bodyLength:u24 shape:varint [signatureCount:varint] [signatureTtl:u32]
 *          (rdataLength:varint rdata)*  (rdataLength:varint rrsigRdata)*
 * shape  = rdataCount * 4 + (2 if signatureTtl is there) + (1 if signatureCount is there)
 * varint = 7 bits a byte, least significant first, top bit set on all but the last
 * </pre>
 *
 * <p>Lengths count what follows them. {@code key} is the name's {@link
 * org.zoneseal.dns.CanonicalKey} relative to the apex; {@code name} is its wire form without the
 * apex's labels, and is there (length not 0) only if it has a letter in upper case. Signatures lie
 * with the RRset that they cover, because whoever reads one wants the other.
 */
final class PageFormat {

    /** The number of this form, which changes with it: pages are also stored. */
    static final int VERSION = 1;

    /** A page is closed when it has grown to this many bytes. */
    static final int PAGE_BYTES = 16 * 1024;

    static final int MAX_NODE_BYTES = (1 << 24) - 1;

    static final int NODE_HEADER = 3;
    static final int RRSET_HEADER = 2 + 4 + 3;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private PageFormat() {}

    static int u16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    static void putU16(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    static int u24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | u16(bytes, at + 1);
    }

    static void putU24(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 16);
        putU16(bytes, at + 1, value);
    }

    static long u32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) & 0xffff_ffffL;
    }

    static void putU32(byte[] bytes, int at, long value) {
        INT.set(bytes, at, (int) value);
    }

    /** The value of a varint; {@link #varintLength} says how many bytes it took. */
    static int varint(byte[] bytes, int at) {
        int b = bytes[at];
        if (b >= 0) {
            return b;
        }
        int value = b & 0x7f;
        int shift = 7;
        for (int i = at + 1; ; i++, shift += 7) {
            b = bytes[i];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    static int varintLength(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    /** Writes a varint and returns the offset behind it. */
    static int putVarint(byte[] bytes, int at, int value) {
        int to = at;
        int rest = value;
        while (rest >= 0x80) {
            bytes[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[to++] = (byte) rest;
        return to;
    }
}
