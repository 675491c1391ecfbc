package org.zoneseal.simulator.door;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Log lines that clients can cause: so many in a minute, the rest counted, or they would fill the
 * disk. Safe for several threads.
 */
final class Complaints {

    static final int IN_A_MINUTE = 60;

    private static final System.Logger LOG = System.getLogger(Complaints.class.getName());
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private long minute;
    private int said;
    private int kept;

    Complaints(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether there is room for one more line; says how many there was none for. */
    synchronized boolean mayBeSaid() {
        long now = clock.millis() / MINUTE;
        if (now != minute) {
            if (kept > 0) {
                LOG.log(Level.WARNING, "hsm.complaints-left-out lines=" + kept);
            }
            minute = now;
            said = 0;
            kept = 0;
        }
        if (said < IN_A_MINUTE) {
            said++;
            return true;
        }
        kept++;
        return false;
    }

    /** Writes a line about a connection, if there is room for it. */
    void about(String event, String origin, String reason) {
        if (mayBeSaid()) {
            LOG.log(Level.WARNING, event + " origin=" + origin + " reason=\"" + reason + "\"");
        }
    }
}
