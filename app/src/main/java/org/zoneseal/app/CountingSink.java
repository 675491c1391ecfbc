package org.zoneseal.app;

import org.zoneseal.dns.RecordSink;
import org.zoneseal.dns.SourcePosition;

/** Hands records on and moves a progress bar now and then. */
final class CountingSink implements RecordSink {

    private static final int BATCH = 4096;

    private final RecordSink next;
    private final ProgressBar bar;
    private int count;

    CountingSink(RecordSink next, ProgressBar bar) {
        this.next = next;
        this.bar = bar;
    }

    @Override
    public void record(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            int recordClass,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength,
            SourcePosition position) {
        if (++count == BATCH) {
            count = 0;
            bar.advance(BATCH);
        }
        next.record(
                owner,
                ownerOffset,
                ownerLength,
                type,
                recordClass,
                ttl,
                rdata,
                rdataOffset,
                rdataLength,
                position);
    }
}
