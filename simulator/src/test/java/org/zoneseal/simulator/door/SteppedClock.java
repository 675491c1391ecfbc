package org.zoneseal.simulator.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when a test says so. */
final class SteppedClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-27T03:00:00Z");

    void step(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
