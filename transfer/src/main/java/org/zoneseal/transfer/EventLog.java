package org.zoneseal.transfer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * Log lines that strangers can cause: so many a second, and then how many were left out. For any
 * number of threads.
 */
final class EventLog {

    private static final int LINES_A_SECOND = 20;

    private final Logger log;
    private final InstantSource clock;
    private long second;
    private int lines;
    private long leftOut;

    EventLog(Class<?> of, InstantSource clock) {
        this.log = System.getLogger(of.getName());
        this.clock = clock;
    }

    /** Writes {@code event zone=… peer=…: why}, if there is room for it in this second. */
    void say(Level level, String event, String rest) {
        if (!log.isLoggable(level)) {
            return;
        }
        long before = admit();
        if (before >= 0) {
            if (before > 0) {
                log.log(level, "transfer.log.suppressed lines=" + before);
            }
            log.log(level, event + " " + rest);
        }
    }

    /** How many lines were left out since the last one; -1 if this one is to be left out too. */
    private synchronized long admit() {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == LINES_A_SECOND) {
            leftOut++;
            return -1;
        }
        lines++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
