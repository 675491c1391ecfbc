package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * Packs a stretch of sorted runs into pages: gathers the records of each owner, puts them in order,
 * drops what is there twice. Mutable, for one thread.
 */
final class RunPacker {

    private static final int INSERTION = 32;

    private final RunStore runs;
    private final byte[] apexWire;
    private final PageWriter out = new PageWriter();
    private final List<ZoneWarning> warnings = new ArrayList<>();
    private long warningCount;

    /** The records of the owner at hand: chunk, place in it, and {@link #rank} to sort by. */
    private byte[][] chunks = new byte[16][];

    private int[] offsets = new int[16];
    private int[] ranks = new int[16];
    private int count;

    /** Where the owner at hand has its key. */
    private byte[] ownerChunk = Page.EMPTY;

    private int ownerOffset;

    private final RdataOrder order = new RdataOrder();

    RunPacker(RunStore runs, Name apex) {
        this.runs = runs;
        this.apexWire = apex.toWire();
    }

    PackedRuns pack(int from, int to) {
        int run = from;
        while (run < to) {
            int first = run;
            count = 0;
            do {
                gather(run++);
            } while (run < to && runs.sameOwner(first, run));
            ownerChunk = runs.chunkOf(first);
            ownerOffset = runs.offsetOf(first);
            packOwner();
        }
        return new PackedRuns(out.finish(), warnings, warningCount);
    }

    private void gather(int run) {
        byte[] chunk = runs.chunkOf(run);
        int offset = runs.offsetOf(run);
        int end = RunStore.endAt(chunk, offset);
        int at = RunStore.recordsAt(chunk, offset);
        while (at < end) {
            if (count == offsets.length) {
                chunks = Arrays.copyOf(chunks, count * 2);
                offsets = Arrays.copyOf(offsets, count * 2);
                ranks = Arrays.copyOf(ranks, count * 2);
            }
            chunks[count] = chunk;
            offsets[count] = at;
            ranks[count++] = rank(chunk, at);
            at += RunStore.RECORD_HEADER + rdataLength(chunk, at);
        }
    }

    private static int rdataLength(byte[] chunk, int record) {
        return PageFormat.u16(chunk, record + 6);
    }

    /** Type of the RRset that the record belongs to, and in the last bit whether it signs it. */
    private static int rank(byte[] chunk, int record) {
        int type = PageFormat.u16(chunk, record);
        int length = rdataLength(chunk, record);
        int rrset = PageFormat.rrsetType(type, chunk, record + RunStore.RECORD_HEADER, length);
        return rrset << 1 | (type == RecordType.RRSIG && length >= 2 ? 1 : 0);
    }

    private void packOwner() {
        sort();
        byte[] chunk = ownerChunk;
        int keyAt = RunStore.keyAt(ownerOffset);
        int keyLength = RunStore.keyLengthAt(chunk, ownerOffset);
        int caseAt = keyAt + keyLength;
        out.beginNode(chunk, keyAt, keyLength, chunk, caseAt + 1, chunk[caseAt] & 0xff);
        int i = 0;
        while (i < count) {
            int type = ranks[i] >> 1;
            int end = i + 1;
            while (end < count && ranks[end] >> 1 == type) {
                end++;
            }
            packRrset(type, i, end);
            i = end;
        }
        out.endNode();
    }

    private void packRrset(int type, int from, int to) {
        int signatures = from;
        while (signatures < to && (ranks[signatures] & 1) == 0) {
            signatures++;
        }
        long signatureTtl = lowestTtl(signatures, to);
        long ttl = signatures > from ? lowestTtl(from, signatures) : signatureTtl;
        out.beginRrset(type, ttl);
        for (int i = from; i < to; i++) {
            if (i > from && compareRecords(i - 1, i) == 0) {
                warn(ZoneWarning.Kind.DUPLICATE_RECORD, i);
                continue;
            }
            int rdata = offsets[i] + RunStore.RECORD_HEADER;
            if (i < signatures) {
                out.rdata(chunks[i], rdata, rdataLength(chunks[i], offsets[i]));
            } else {
                out.signature(chunks[i], rdata, rdataLength(chunks[i], offsets[i]));
            }
        }
        out.endRrset(signatures < to ? signatureTtl : ttl);
    }

    private long lowestTtl(int from, int to) {
        long lowest = Long.MAX_VALUE;
        boolean mismatch = false;
        for (int i = from; i < to; i++) {
            long ttl = PageFormat.u32(chunks[i], offsets[i] + 2);
            mismatch |= i > from && ttl != lowest;
            lowest = Math.min(lowest, ttl);
        }
        if (mismatch) {
            warn(ZoneWarning.Kind.TTL_MISMATCH, from);
        }
        return lowest;
    }

    private void warn(ZoneWarning.Kind kind, int record) {
        if (warningCount++ < 1000) {
            byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
            CanonicalKey.decode(
                    ownerChunk,
                    RunStore.keyAt(ownerOffset),
                    RunStore.keyLengthAt(ownerChunk, ownerOffset),
                    apexWire,
                    owner,
                    0);
            int type = PageFormat.u16(chunks[record], offsets[record]);
            warnings.add(new ZoneWarning(kind, Name.fromWire(owner, 0), type));
        }
    }

    private void sort() {
        if (count > INSERTION) {
            sortMany();
            return;
        }
        for (int i = 1; i < count; i++) {
            for (int j = i; j > 0 && compareRecords(j - 1, j) > 0; j--) {
                swap(j - 1, j);
            }
        }
    }

    private void sortMany() {
        Integer[] sorted = new Integer[count];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, this::compareRecords);
        byte[][] oldChunks = chunks.clone();
        int[] oldOffsets = offsets.clone();
        int[] oldRanks = ranks.clone();
        for (int i = 0; i < count; i++) {
            chunks[i] = oldChunks[sorted[i]];
            offsets[i] = oldOffsets[sorted[i]];
            ranks[i] = oldRanks[sorted[i]];
        }
    }

    private void swap(int a, int b) {
        byte[] chunk = chunks[a];
        chunks[a] = chunks[b];
        chunks[b] = chunk;
        int offset = offsets[a];
        offsets[a] = offsets[b];
        offsets[b] = offset;
        int rank = ranks[a];
        ranks[a] = ranks[b];
        ranks[b] = rank;
    }

    /** By RRset, data before signatures, then canonical rdata (RFC 4034 §6.3). */
    private int compareRecords(int a, int b) {
        if (ranks[a] != ranks[b]) {
            return Integer.compare(ranks[a], ranks[b]);
        }
        return order.compare(
                PageFormat.u16(chunks[a], offsets[a]),
                chunks[a],
                offsets[a] + RunStore.RECORD_HEADER,
                rdataLength(chunks[a], offsets[a]),
                chunks[b],
                offsets[b] + RunStore.RECORD_HEADER,
                rdataLength(chunks[b], offsets[b]));
    }
}
