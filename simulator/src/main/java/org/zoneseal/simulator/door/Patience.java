package org.zoneseal.simulator.door;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when a connection may keep its thread waiting; the watchdog closes it afterwards.
 *
 * <p>A blocking read or write has no time limit of its own. Setting one costs the hot path a store
 * before and after each write, and nothing for a frame that comes whole.
 */
final class Patience {

    private static final long FOREVER = Long.MAX_VALUE;

    private final InstantSource clock;
    private final AtomicLong due = new AtomicLong(FOREVER);

    Patience(InstantSource clock) {
        this.clock = clock;
    }

    void endsIn(Duration time) {
        due.setRelease(clock.millis() + time.toMillis());
    }

    /** Nothing is due until the next {@link #endsIn}. */
    void lift() {
        due.setRelease(FOREVER);
    }

    boolean isOver(long now) {
        return now >= due.getAcquire();
    }

    long now() {
        return clock.millis();
    }
}
