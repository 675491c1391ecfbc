package org.zoneseal.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Writes the sections of a response behind its question, one RRset at a time, straight from a
 * zone's pages. Mutable, for one thread; nothing is allocated.
 *
 * <p>An RRset is written whole or not at all (RFC 2181 §9); whoever asked for it decides what it
 * means if it does not fit. The writer remembers which RRsets it wrote, so that none is there
 * twice. Names are compressed where RFC 1035 and RFC 3597 §4 allow; the owner of most records is
 * the name that was asked or one above it, and a pointer into the question costs no search.
 */
final class ResponseWriter {

    static final int ANSWER = 0;
    static final int AUTHORITY = 1;
    static final int ADDITIONAL = 2;

    /** For an owner that does not stand in the message yet, or nobody knows where. */
    static final int UNKNOWN = 0;

    static final long ANY_TTL = Long.MAX_VALUE;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FIXED = 10;
    private static final int MAX_POINTER = 0x3fff;
    private static final int MAX_SEEN = 128;

    private final WrittenNames names = new WrittenNames();
    private byte[] out = new byte[MessageReader.HEADER_LENGTH];
    private int start;
    private int sections;
    private int limit;
    private int position;
    private final int[] counts = new int[3];
    private boolean authoritative;
    private boolean truncated;

    /** The RRsets in the message, by where their data lies. */
    private final byte[][] seenPage = new byte[MAX_SEEN][];

    private final int[] seenAt = new int[MAX_SEEN];

    /** Where in the message their owners stand. */
    private final int[] seenOwner = new int[MAX_SEEN];

    private int seen;

    /** Where the owner of the RRset in hand stands, or {@link #UNKNOWN}. */
    private int owner;

    /**
     * Begins behind a header and one question, whose name stands there uncompressed.
     *
     * @param messageStart where the message starts in {@code buffer}
     * @param nameLength bytes of the question's name
     * @param end where the sections must end
     */
    void begin(byte[] buffer, int messageStart, int nameLength, int end) {
        out = buffer;
        start = messageStart;
        limit = end;
        sections = messageStart + MessageReader.HEADER_LENGTH + nameLength + 4;
        restart();
    }

    /** Forgets what is written: back behind the question. */
    void restart() {
        position = sections;
        counts[ANSWER] = 0;
        counts[AUTHORITY] = 0;
        counts[ADDITIONAL] = 0;
        authoritative = false;
        truncated = false;
        seen = 0;
        names.begin(out, start);
        names.remember(start + MessageReader.HEADER_LENGTH);
    }

    /** Sets AA. */
    void authoritative() {
        authoritative = true;
    }

    boolean isAuthoritative() {
        return authoritative;
    }

    /** Sets TC: something that belongs into the answer did not fit. */
    void truncate() {
        truncated = true;
    }

    boolean isTruncated() {
        return truncated;
    }

    /** Records in a section so far. */
    int count(int section) {
        return counts[section];
    }

    /** The buffer that holds the message. */
    byte[] bytes() {
        return out;
    }

    /** Where the message starts in {@link #bytes}. */
    int start() {
        return start;
    }

    /** The offset behind what is written. */
    int end() {
        return position;
    }

    /** Writes the counts and flags into the header. */
    void finish() {
        SHORT.set(out, start + 6, (short) counts[ANSWER]);
        SHORT.set(out, start + 8, (short) counts[AUTHORITY]);
        SHORT.set(out, start + 10, (short) counts[ADDITIONAL]);
        int flags =
                (authoritative ? MessageFlags.AUTHORITATIVE : 0)
                        | (truncated ? MessageFlags.TRUNCATED : 0);
        SHORT.set(out, start + 2, (short) ((short) SHORT.get(out, start + 2) | flags));
    }

    /**
     * Whether the message has the RRset already, with this owner: a wildcard's may have several.
     */
    boolean has(RrsetCursor rrset, byte[] ownerWire, int ownerOffset) {
        if (seen == 0) {
            return false;
        }
        RdataCursor first = rrset.rdatas();
        first.next();
        byte[] page = first.bytes();
        int at = first.offset();
        for (int i = 0; i < seen; i++) {
            if (seenAt[i] == at
                    && isSame(seenPage[i], page)
                    && names.isAt(ownerWire, ownerOffset, seenOwner[i])) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the same page, not one with the same content
    private static boolean isSame(byte[] one, byte[] other) {
        return one == other;
    }

    /** Whether {@link #has} knows all that is written and one RRset more. */
    boolean remembersAll() {
        return seen < MAX_SEEN;
    }

    private void see(RrsetCursor rrset, int ownerAt) {
        if (seen < MAX_SEEN) {
            seenOwner[seen] = ownerAt;
            RdataCursor first = rrset.rdatas();
            first.next();
            seenPage[seen] = first.bytes();
            seenAt[seen++] = first.offset();
        }
    }

    /**
     * Writes an RRset, if there is room for all of it.
     *
     * @param pointer where the owner's name stands in the message, or {@link #UNKNOWN}; then it is
     *     written
     * @param ttlBound the TTL, and that of the signatures, is no longer than this
     */
    boolean rrset(
            int section,
            byte[] ownerWire,
            int ownerOffset,
            int pointer,
            RrsetCursor rrset,
            boolean withSignatures,
            long ttlBound) {
        int mark = names.mark();
        int before = position;
        owner = usable(pointer, ownerWire, ownerOffset);
        int type = rrset.type();
        long ttl = Math.min(rrset.ttl(), ttlBound);
        RdataCursor rdatas = rrset.rdatas();
        int at = before;
        int records = 0;
        while (at >= 0 && rdatas.next()) {
            at = record(ownerWire, ownerOffset, type, ttl, rdatas, at);
            records++;
        }
        if (at >= 0 && withSignatures && rrset.signatureCount() > 0) {
            long signatureTtl = Math.min(rrset.signatureTtl(), ttlBound);
            RdataCursor signatures = rrset.signatures();
            while (at >= 0 && signatures.next()) {
                at = record(ownerWire, ownerOffset, RecordType.RRSIG, signatureTtl, signatures, at);
                records++;
            }
        }
        if (at < 0) {
            names.backTo(mark);
            return false;
        }
        see(rrset, before - start);
        return written(section, records, at);
    }

    /** Writes the signatures over an RRset without the RRset. */
    boolean signatures(
            int section, byte[] ownerWire, int ownerOffset, int pointer, RrsetCursor rrset) {
        int mark = names.mark();
        owner = usable(pointer, ownerWire, ownerOffset);
        RdataCursor signatures = rrset.signatures();
        int at = position;
        int records = 0;
        while (at >= 0 && signatures.next()) {
            at =
                    record(
                            ownerWire,
                            ownerOffset,
                            RecordType.RRSIG,
                            rrset.signatureTtl(),
                            signatures,
                            at);
            records++;
        }
        if (at < 0) {
            names.backTo(mark);
            return false;
        }
        return written(section, records, at);
    }

    /** Writes one CNAME record that stands in no zone (RFC 6672 §3.1). */
    boolean synthesizedCname(
            byte[] ownerWire, int ownerOffset, int pointer, long ttl, byte[] target) {
        int mark = names.mark();
        owner = usable(pointer, ownerWire, ownerOffset);
        int fixed = owner(ownerWire, ownerOffset, position);
        int at = -1;
        if (fixed >= 0) {
            fixed(fixed, RecordType.CNAME, ttl);
            at = names.write(target, 0, fixed + FIXED, limit);
        }
        if (at < 0) {
            names.backTo(mark);
            return false;
        }
        SHORT.set(out, fixed + 8, (short) (at - fixed - FIXED));
        return written(ANSWER, 1, at);
    }

    /** A pointer to the root would be longer than the root. */
    private static int usable(int pointer, byte[] wire, int offset) {
        return pointer > MAX_POINTER || wire[offset] == 0 ? UNKNOWN : pointer;
    }

    private boolean written(int section, int records, int at) {
        counts[section] += records;
        position = at;
        return true;
    }

    /** Writes one record and returns the offset behind it, or -1 if it does not fit. */
    private int record(
            byte[] ownerWire, int ownerOffset, int type, long ttl, RdataCursor rdata, int at) {
        int fixed = owner(ownerWire, ownerOffset, at);
        if (fixed < 0) {
            return -1;
        }
        fixed(fixed, type, ttl);
        int end = rdata(type, rdata.bytes(), rdata.offset(), rdata.length(), fixed + FIXED);
        SHORT.set(out, fixed + 8, (short) (end - fixed - FIXED));
        return end;
    }

    /** Writes the owner; the offset behind it, or -1 if the fixed part would not fit behind it. */
    private int owner(byte[] wire, int offset, int at) {
        if (owner != UNKNOWN) {
            if (limit - at < 2 + FIXED) {
                return -1;
            }
            SHORT.set(out, at, (short) (0xc000 | owner));
            return at + 2;
        }
        int behind = names.write(wire, offset, at, limit - FIXED);
        if (behind > at + 1 && at - start <= MAX_POINTER) {
            owner = at - start;
        }
        return behind;
    }

    /** Type, class and TTL in one go; the length comes later. */
    private void fixed(int at, int type, long ttl) {
        LONG.set(out, at, (long) type << 48 | (long) RecordClass.IN << 32 | ttl);
    }

    private int rdata(int type, byte[] rdata, int offset, int length, int at) {
        return switch (type) {
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR ->
                    names.write(rdata, offset, at, limit);
            case RecordType.MX -> {
                int name = copy(rdata, offset, 2, at);
                yield name < 0 ? -1 : names.write(rdata, offset + 2, name, limit);
            }
            case RecordType.SOA, RecordType.MINFO -> twoNames(rdata, offset, length, at);
            default -> copy(rdata, offset, length, at);
        };
    }

    /** Two names and what follows them. */
    private int twoNames(byte[] rdata, int offset, int length, int at) {
        int second = behindName(rdata, offset);
        int rest = behindName(rdata, second);
        int behindFirst = names.write(rdata, offset, at, limit);
        int behindSecond = behindFirst < 0 ? -1 : names.write(rdata, second, behindFirst, limit);
        return behindSecond < 0 ? -1 : copy(rdata, rest, offset + length - rest, behindSecond);
    }

    private static int behindName(byte[] wire, int offset) {
        int at = offset;
        while (wire[at] != 0) {
            at += wire[at] + 1;
        }
        return at + 1;
    }

    private int copy(byte[] from, int offset, int count, int at) {
        if (limit - at < count) {
            return -1;
        }
        System.arraycopy(from, offset, out, at, count);
        return at + count;
    }
}
