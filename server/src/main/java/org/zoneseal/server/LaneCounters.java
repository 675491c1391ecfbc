package org.zoneseal.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one lane has done; mutable, written by one thread at a time and read by any.
 *
 * <p>A count is read and written opaquely: whole, soon visible, and no dearer than a plain
 * variable. A reader sees no consistent moment, which a sum over lanes would not be anyway.
 */
final class LaneCounters {

    static final int TYPES = 512;

    /** Those of the header and those of OPT that anybody has defined; a power of two. */
    static final int CODES = 32;

    static final int BUCKETS = 24;

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Where single counts lie behind the tables. */
    enum Single {
        UDP,
        TCP,
        TLS,
        HANDED_OVER,
        TRUNCATED,
        MALFORMED,
        DROPPED,
        FAILED,
        NOT_SENT,
        LATENCY_SUM;

        // An index into memory of this process, which outlives no change of the order.
        @SuppressWarnings("EnumOrdinal")
        private int index() {
            return SINGLE + ordinal();
        }
    }

    static final int OTHER_TYPE = TYPES;
    private static final int CODE = TYPES + 1;
    private static final int BUCKET = CODE + CODES;
    private static final int SINGLE = BUCKET + BUCKETS;
    static final int SIZE = SINGLE + Single.values().length;

    private final long[] counts = new long[SIZE];

    void type(int type) {
        add(type < TYPES ? type : OTHER_TYPE, 1);
    }

    void code(int responseCode) {
        add(CODE + (responseCode & CODES - 1), 1);
    }

    void count(Single which) {
        add(which.index(), 1);
    }

    void count(Single which, long number) {
        add(which.index(), number);
    }

    /** Notes queries that took as long, each. */
    void latency(long nanoseconds, int queries) {
        long positive = Math.max(nanoseconds, 0);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(positive >>> 10);
        add(BUCKET + Math.min(bits, BUCKETS - 1), queries);
        add(Single.LATENCY_SUM.index(), positive * queries);
    }

    private void add(int index, long more) {
        COUNT.setOpaque(counts, index, counts[index] + more);
    }

    /** Adds what is counted here to a sum of all lanes. */
    void addTo(long[] sum) {
        for (int i = 0; i < SIZE; i++) {
            sum[i] += (long) COUNT.getOpaque(counts, i);
        }
    }

    static long code(long[] sum, int responseCode) {
        return sum[CODE + responseCode];
    }

    static long bucket(long[] sum, int index) {
        return sum[BUCKET + index];
    }

    static long single(long[] sum, Single which) {
        return sum[which.index()];
    }
}
