package org.zoneseal.server;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that connections may occupy together, beyond the little that each has anyway. */
final class ByteBudget {

    private final AtomicLong left;

    ByteBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    boolean tryTake(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    /** More or less than before, by a difference; what is taken stays taken. */
    void change(long difference) {
        left.addAndGet(difference);
    }

    long left() {
        return left.get();
    }
}
