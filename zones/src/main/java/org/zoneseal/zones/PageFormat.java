package org.zoneseal.zones;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.zoneseal.dns.RecordType;

/**
 * The bytes of a page: a head, a directory, and nodes one after the other in the order of their
 * keys.
 *
 * <pre>
 * page   = nodeCount:u16 recordCount:u32 cutDepths:u64 sharedLength:u8 shared
 *          sample:u32*  (prefix:u32* offset:u16*)*  node*
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
 *
 * <p>The directory is for the search, and follows from the nodes. {@code shared} is what all keys
 * of the page begin with, {@code prefix} the four bytes of a key behind that, filled up with zeros,
 * and {@code offset} where its node begins, counted from the first. They come in groups of {@link
 * #GROUP} nodes, and {@code sample} is the first prefix of each group: from the head of the page a
 * search looks at one group, and that is about one line of the processor's cache.
 *
 * <p>{@code cutDepths} has bit d set if a node d labels below the apex has a DNAME or, below the
 * apex, an NS RRset; bit 63 is for 63 and more.
 */
final class PageFormat {

    /** The number of this form, which changes with it: pages are also stored. */
    static final int VERSION = 1;

    /** A page is closed when it has grown to this many bytes. */
    static final int PAGE_BYTES = 16 * 1024;

    static final int MAX_NODE_BYTES = (1 << 24) - 1;

    static final int NODES_AT = 0;
    static final int RECORDS_AT = 2;
    static final int CUTS_AT = 6;
    static final int SHARED_AT = 14;
    static final int MAX_SHARED = 255;
    static final int PREFIX_BYTES = 4;
    static final int ENTRY_BYTES = PREFIX_BYTES + 2;
    static final int GROUP = 8;
    static final int GROUP_BYTES = GROUP * ENTRY_BYTES;

    static final int NODE_HEADER = 3;
    static final int RRSET_HEADER = 2 + 4 + 3;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PageFormat() {}

    /** The type of the RRset that a record lies with: that which it covers, for a signature. */
    static int rrsetType(int type, byte[] rdata, int offset, int length) {
        return type == RecordType.RRSIG && length >= 2 ? u16(rdata, offset) : type;
    }

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

    static int groups(int nodes) {
        return (nodes + GROUP - 1) / GROUP;
    }

    static int directoryBytes(int nodes) {
        return groups(nodes) * PREFIX_BYTES + nodes * ENTRY_BYTES;
    }

    static int s32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long u64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putU64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** The first four of so many bytes, filled up with zeros. */
    static int prefix32(byte[] bytes, int at, int length) {
        if (length >= 4) {
            return (int) INT.get(bytes, at);
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[at + i] & 0xff) << 24 - 8 * i;
        }
        return value;
    }

    /** The first eight of so many bytes, filled up with zeros. */
    static long prefix64(byte[] bytes, int at, int length) {
        if (length >= 8) {
            return (long) LONG.get(bytes, at);
        }
        long high = prefix32(bytes, at, length) & 0xffff_ffffL;
        long low = length > 4 ? prefix32(bytes, at + 4, length - 4) & 0xffff_ffffL : 0;
        return high << 32 | low;
    }

    /** Bytes that two stretches have in common at their beginnings. */
    static int common(byte[] a, int atA, int lengthA, byte[] b, int atB, int lengthB) {
        int most = Math.min(lengthA, lengthB);
        int i = 0;
        while (i < most && a[atA + i] == b[atB + i]) {
            i++;
        }
        return i;
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
