package org.zoneseal.transfer;

import java.util.concurrent.atomic.LongAdder;

/** What has become of transfers out and of NOTIFY in, counted since the start. */
public final class TransferCounters {

    private final LongAdder axfr = new LongAdder();
    private final LongAdder ixfr = new LongAdder();
    private final LongAdder upToDate = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder notifies = new LongAdder();

    /** Whole zones sent, as the answer to an IXFR too. */
    public long axfr() {
        return axfr.sum();
    }

    /** Changes sent. */
    public long ixfr() {
        return ixfr.sum();
    }

    /** IXFR answered with the SOA record alone. */
    public long upToDate() {
        return upToDate.sum();
    }

    /** Requests that were refused: by the access list, for a bad signature, for want of a slot. */
    public long refused() {
        return refused.sum();
    }

    /** Transfers that were begun and not finished. */
    public long failed() {
        return failed.sum();
    }

    /** Records sent. */
    public long records() {
        return records.sum();
    }

    /** Bytes of messages sent. */
    public long bytes() {
        return bytes.sum();
    }

    /** NOTIFY messages that came and were accepted. */
    public long notifies() {
        return notifies.sum();
    }

    void sentAxfr() {
        axfr.increment();
    }

    void sentIxfr() {
        ixfr.increment();
    }

    void wasUpToDate() {
        upToDate.increment();
    }

    void refusedOne() {
        refused.increment();
    }

    void failedOne() {
        failed.increment();
    }

    void sent(long moreRecords, long moreBytes) {
        records.add(moreRecords);
        bytes.add(moreBytes);
    }

    void accepted() {
        notifies.increment();
    }
}
