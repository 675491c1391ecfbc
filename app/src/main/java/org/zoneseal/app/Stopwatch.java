package org.zoneseal.app;

import java.util.EnumMap;
import java.util.Map;

/** Wall time by phase of one command. */
final class Stopwatch {

    enum Phase {
        READ,
        KEYS,
        SIGN,
        WRITE,
        PROOF
    }

    private final long start = System.nanoTime();
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private long last = start;

    /** Ends a phase that began with the end of the one before. */
    void lap(Phase phase) {
        long now = System.nanoTime();
        nanos.merge(phase, now - last, Long::sum);
        last = now;
    }

    double seconds(Phase phase) {
        return nanos.getOrDefault(phase, 0L) / 1e9;
    }

    double total() {
        return (last - start) / 1e9;
    }
}
