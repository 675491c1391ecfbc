package org.zoneseal.simulator.device;

import java.time.InstantSource;

/**
 * Keeps those who are not logged in from filling the audit log: so many entries in ten seconds, and
 * the next one says how many were left out.
 */
final class Flood {

    static final int MOST = 20;

    private static final long SPAN_MILLIS = 10_000;

    private final InstantSource clock;
    private long since;
    private int written;
    private long leftOut;

    Flood(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more may be written; how many were not is forgotten then. */
    synchronized boolean admits() {
        long now = clock.millis();
        if (now - since >= SPAN_MILLIS || now < since) {
            since = now;
            written = 0;
        }
        if (written >= MOST) {
            leftOut++;
            return false;
        }
        written++;
        return true;
    }

    /** Adds to an event how many were left out before it. */
    synchronized AuditEvent told(AuditEvent event) {
        if (leftOut == 0) {
            return event;
        }
        String detail = event.detail() + " (" + leftOut + " more before it were not written)";
        leftOut = 0;
        return new AuditEvent(
                event.event(), event.actors(), event.peer(), event.subject(), detail.strip());
    }
}
