package org.zoneseal.zones;

import java.util.Arrays;

/** The records of an RRset, or the signatures over it, one by one. Mutable, for one thread. */
final class RecordRun {

    private RdataCursor rdatas = new RdataCursor();
    private long ttl;
    private boolean on;

    /** Stands on the first of the records. */
    void reset(RdataCursor cursor, long itsTtl) {
        rdatas = cursor;
        ttl = itsTtl;
        advance();
    }

    void advance() {
        on = rdatas.next();
    }

    /** Whether there is a record; the other methods ask for that. */
    boolean isOn() {
        return on;
    }

    /** Lets the run be over. */
    void stop() {
        on = false;
    }

    long ttl() {
        return ttl;
    }

    byte[] bytes() {
        return rdatas.bytes();
    }

    int offset() {
        return rdatas.offset();
    }

    int length() {
        return rdatas.length();
    }

    boolean isSameAs(RecordRun that) {
        return ttl == that.ttl && RdataOrder.compareBytes(rdatas, that.rdatas) == 0;
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes(), offset(), offset() + length());
    }
}
