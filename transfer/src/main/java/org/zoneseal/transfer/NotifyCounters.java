package org.zoneseal.transfer;

import java.util.concurrent.atomic.LongAdder;

/** What has become of NOTIFY messages out, counted since the start. */
public final class NotifyCounters {

    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    /** Messages sent, repeated ones too. */
    public long sent() {
        return sent.sum();
    }

    /** Secondaries that said they know. */
    public long answered() {
        return answered.sum();
    }

    /** Secondaries that said they do not want to know. */
    public long refused() {
        return refused.sum();
    }

    /** Secondaries that have said nothing to the last attempt. */
    public long givenUp() {
        return givenUp.sum();
    }

    void sentOne() {
        sent.increment();
    }

    void count(NotifySchedule.Outcome.Kind kind) {
        switch (kind) {
            case ANSWERED -> answered.increment();
            case REFUSED -> refused.increment();
            case GIVEN_UP -> givenUp.increment();
        }
    }
}
