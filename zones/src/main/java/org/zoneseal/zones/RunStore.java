package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;

/**
 * Records as they come from a reader, before they are sorted. Mutable, for one thread.
 *
 * <p>Records in a row with one owner are one <em>run</em>, which is what gets sorted: a zone of a
 * million delegations has a million runs, not 2.3 million records. Runs lie in chunks; beside them
 * are two long arrays, the first eight bytes of the key (so that most comparisons touch nothing
 * else) and where the run is.
 *
 * <pre>
 * run    = length:u24 keyLength:u16 key caseLength:u8 name record*
 * record = type:u16 ttl:u32 rdataLength:u16 rdata
 * </pre>
 */
final class RunStore {

    private static final int CHUNK_BITS = ChunkPool.CHUNK_BITS;
    private static final int CHUNK_BYTES = ChunkPool.CHUNK_BYTES;
    private static final int FIRST_CHUNK_BYTES = 1 << 13;
    static final int RECORD_HEADER = 8;
    private static final int RUN_HEADER = 5;

    private final Name apex;
    private final int apexLength;
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] chunk = Page.EMPTY;
    private int position;
    private int runStart = -1;
    private long[] prefixes = new long[64];
    private long[] places = new long[64];
    private int runs;
    private boolean sorted = true;
    private final byte[] lastOwner = new byte[256];
    private int lastOwnerLength;
    private final byte[] key = new byte[CanonicalKey.MAX_LENGTH];
    private int keyLength;
    private final byte[] previousKey = new byte[CanonicalKey.MAX_LENGTH];
    private int previousKeyLength;

    private final ChunkPool pool;
    private boolean isFirst = true;

    /** Whether {@link #key} is that of an owner that came before. */
    private boolean hasKey;

    RunStore(Name apex, ChunkPool pool) {
        this.apex = apex;
        this.apexLength = apex.wireLength();
        this.pool = pool;
    }

    /** A store for what comes behind this one: in order only if it comes after this one's last. */
    RunStore next() {
        RunStore next = new RunStore(apex, pool);
        next.isFirst = false;
        next.hasKey = hasKey;
        next.keyLength = keyLength;
        System.arraycopy(key, 0, next.key, 0, keyLength);
        return next;
    }

    /** Gives the memory back; the store is of no further use. */
    void release() {
        chunks.forEach(pool::give);
        chunks.clear();
        chunk = Page.EMPTY;
        places = new long[0];
        runs = 0;
    }

    /** Whether owners have come in canonical order so far. */
    boolean isSorted() {
        return sorted;
    }

    /** Bytes of the records. */
    long bytes() {
        return chunks.isEmpty() ? 0 : (long) (chunks.size() - 1) * CHUNK_BYTES + position;
    }

    /** Whether a name comes after the last one that came, and is another. */
    boolean isBefore(byte[] owner, int offset) {
        int length = CanonicalKey.encodeBelow(owner, offset, apexLength, previousKey, 0);
        return Arrays.compareUnsigned(key, 0, keyLength, previousKey, 0, length) < 0;
    }

    void add(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength) {
        boolean same =
                runStart >= 0
                        && Arrays.equals(
                                owner,
                                ownerOffset,
                                ownerOffset + ownerLength,
                                lastOwner,
                                0,
                                lastOwnerLength);
        if (!same) {
            lastOwnerLength = ownerLength;
            System.arraycopy(owner, ownerOffset, lastOwner, 0, ownerLength);
            endRun();
            nextKey();
        }
        int room = RECORD_HEADER + rdataLength;
        if (position + room + (same ? 0 : RUN_HEADER + keyLength + 256) > chunk.length) {
            endRun();
            // The first is small: most zones of a large server are, and nearly all changes.
            int least = RUN_HEADER + keyLength + 256 + room;
            chunk =
                    isFirst && chunks.isEmpty()
                            ? new byte[Math.max(FIRST_CHUNK_BYTES, least)]
                            : pool.take();
            chunks.add(chunk);
            position = 0;
        }
        if (runStart < 0) {
            beginRun();
        }
        PageFormat.putU16(chunk, position, type);
        PageFormat.putU32(chunk, position + 2, ttl);
        PageFormat.putU16(chunk, position + 6, rdataLength);
        System.arraycopy(rdata, rdataOffset, chunk, position + RECORD_HEADER, rdataLength);
        position += room;
    }

    private void nextKey() {
        System.arraycopy(key, 0, previousKey, 0, keyLength);
        previousKeyLength = keyLength;
        keyLength = CanonicalKey.encodeBelow(lastOwner, 0, apexLength, key, 0);
        if (sorted && hasKey) {
            sorted =
                    Arrays.compareUnsigned(previousKey, 0, previousKeyLength, key, 0, keyLength)
                            <= 0;
        }
        hasKey = true;
    }

    /** Takes all records of a node. */
    void addAll(NodeCursor node) {
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        int length = node.owner(owner, 0);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            addAll(owner, length, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
            addAll(owner, length, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
        }
    }

    private void addAll(byte[] owner, int length, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            add(owner, 0, length, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }

    /** Takes all records of another store, in the order in which they came. */
    void addAll(RunStore that) {
        that.endRun();
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        for (int run = 0; run < that.runs; run++) {
            byte[] from = that.chunkOf(run);
            int start = that.offsetOf(run);
            int end = endAt(from, start);
            int length = that.owner(from, start, owner);
            int at = recordsAt(from, start);
            while (at < end) {
                int size = PageFormat.u16(from, at + 6);
                add(
                        owner,
                        0,
                        length,
                        PageFormat.u16(from, at),
                        PageFormat.u32(from, at + 2),
                        from,
                        at + RECORD_HEADER,
                        size);
                at += RECORD_HEADER + size;
            }
        }
    }

    /** Writes the owner of the run at an offset, as it was written. */
    private int owner(byte[] from, int start, byte[] out) {
        int keyEnd = keyAt(start) + keyLengthAt(from, start);
        int caseLength = from[keyEnd] & 0xff;
        byte[] apexWire = apex.toWire();
        if (caseLength == 0) {
            return CanonicalKey.decode(
                    from, keyAt(start), keyLengthAt(from, start), apexWire, out, 0);
        }
        System.arraycopy(from, keyEnd + 1, out, 0, caseLength);
        System.arraycopy(apexWire, 0, out, caseLength, apexWire.length);
        return caseLength + apexWire.length;
    }

    /** Where the records of the run at an offset begin. */
    static int recordsAt(byte[] from, int start) {
        int caseAt = keyAt(start) + keyLengthAt(from, start);
        return caseAt + 1 + (from[caseAt] & 0xff);
    }

    private void beginRun() {
        if (runs == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, runs * 2);
            places = Arrays.copyOf(places, runs * 2);
        }
        prefixes[runs] = prefix(key, keyLength);
        places[runs] = (long) (chunks.size() - 1) << CHUNK_BITS | position;
        runs++;
        runStart = position;
        PageFormat.putU16(chunk, position + 3, keyLength);
        System.arraycopy(key, 0, chunk, position + RUN_HEADER, keyLength);
        position += RUN_HEADER + keyLength;
        int nameLength = lastOwnerLength - apexLength;
        boolean keepCase = WireNames.hasUpperCase(lastOwner, 0, nameLength);
        chunk[position++] = (byte) (keepCase ? nameLength : 0);
        if (keepCase) {
            System.arraycopy(lastOwner, 0, chunk, position, nameLength);
            position += nameLength;
        }
    }

    private void endRun() {
        if (runStart >= 0) {
            PageFormat.putU24(chunk, runStart, position - runStart);
            runStart = -1;
        }
    }

    /** The first eight bytes of a key as an unsigned number, short keys filled up with zeros. */
    private static long prefix(byte[] key, int length) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (i < length ? key[i] & 0xff : 0);
        }
        return value;
    }

    /** Closes the last run and sorts all of them by key, equal keys in the order they came. */
    void sort() {
        endRun();
        if (!sorted) {
            new PrefixSort(this::compare, prefixes, places).sort(runs);
            sorted = true;
        }
        prefixes = new long[0];
    }

    int runs() {
        return runs;
    }

    byte[] chunkOf(int run) {
        return chunks.get((int) (places[run] >>> CHUNK_BITS));
    }

    int offsetOf(int run) {
        return (int) places[run] & (CHUNK_BYTES - 1);
    }

    static int keyLengthAt(byte[] chunk, int offset) {
        return PageFormat.u16(chunk, offset + 3);
    }

    static int keyAt(int offset) {
        return offset + RUN_HEADER;
    }

    static int endAt(byte[] chunk, int offset) {
        return offset + PageFormat.u24(chunk, offset);
    }

    /** Compares the keys of two runs, given by their places. */
    int compare(long placeA, long placeB) {
        byte[] a = chunks.get((int) (placeA >>> CHUNK_BITS));
        byte[] b = chunks.get((int) (placeB >>> CHUNK_BITS));
        int atA = (int) placeA & (CHUNK_BYTES - 1);
        int atB = (int) placeB & (CHUNK_BYTES - 1);
        return Arrays.compareUnsigned(
                a,
                keyAt(atA),
                keyAt(atA) + keyLengthAt(a, atA),
                b,
                keyAt(atB),
                keyAt(atB) + keyLengthAt(b, atB));
    }

    /** Whether two runs (after {@link #sort}) have one owner. */
    boolean sameOwner(int runA, int runB) {
        return compare(places[runA], places[runB]) == 0;
    }
}
