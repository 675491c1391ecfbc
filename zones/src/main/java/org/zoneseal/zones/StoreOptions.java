package org.zoneseal.zones;

import java.time.Duration;

/**
 * How a {@link ZoneStore} uses its disk and how much of the past it keeps.
 *
 * @param segmentBytes a file of the journal is followed by the next when it has grown to this
 * @param inlineBytes a zone with at most this much content is kept in the journal itself; a larger
 *     one has a snapshot file
 * @param recordBytes a change of at most this much goes into the journal; a larger one makes a new
 *     snapshot
 * @param changeBytes a zone's snapshot is renewed when the changes since are larger than this and
 *     than an eighth of it
 * @param historyDeltas how many changes of a zone are kept for IXFR
 * @param historyBytes how large the changes kept of one zone may be together; besides, they are
 *     kept below half of the zone's own size (a client that is further behind is better served with
 *     the whole zone, RFC 1995 §4)
 * @param refreshDelay how long the refresh of a zone may wait to be written
 */
public record StoreOptions(
        long segmentBytes,
        int inlineBytes,
        int recordBytes,
        long changeBytes,
        int historyDeltas,
        long historyBytes,
        Duration refreshDelay) {

    private static final int MAX_RECORD_BYTES = 15 << 20;

    public StoreOptions {
        if (inlineBytes > MAX_RECORD_BYTES || recordBytes > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a record of the journal has at most " + MAX_RECORD_BYTES + " bytes");
        }
        if (segmentBytes < 1 || inlineBytes < 0 || recordBytes < 0 || historyDeltas < 0) {
            throw new IllegalArgumentException("sizes and counts are not negative");
        }
    }

    /** What fits most servers. */
    public static StoreOptions defaults() {
        return new StoreOptions(
                16L << 20, 256 << 10, 4 << 20, 64L << 10, 1000, 16L << 20, Duration.ofSeconds(10));
    }
}
