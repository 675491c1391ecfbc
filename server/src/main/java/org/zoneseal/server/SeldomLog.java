package org.zoneseal.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one message a minute through, and counts those between: what a client can cause must not
 * fill the disk.
 */
final class SeldomLog {

    private static final long MINUTE = 60_000_000_000L;

    private final System.Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong kept = new AtomicLong();

    SeldomLog(Class<?> of) {
        log = System.getLogger(of.getName());
    }

    void log(System.Logger.Level level, String message, Throwable reason) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + MINUTE)) {
            kept.incrementAndGet();
            return;
        }
        long others = kept.getAndSet(0);
        try {
            String more = others == 0 ? "" : " (and %d others like it before)".formatted(others);
            log.log(level, message + more, reason);
        } catch (OutOfMemoryError e) {
            // Whoever goes on without memory must not end here; the next message counts this one.
            kept.addAndGet(others + 1);
        }
    }
}
