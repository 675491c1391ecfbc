package org.zoneseal.transfer.secondary;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import org.zoneseal.zones.ZoneStore;

/**
 * What all secondaries share: the store, the clock, and threads with a bound on how many work at a
 * time. Whoever has to wait for its turn waits on a virtual thread.
 */
final class SecondaryEnvironment implements AutoCloseable {

    /** SOA queries at a time: they cost a socket each, and nearly nothing else. */
    private static final int CHECKS = 64;

    private final ZoneStore store;
    private final InstantSource clock;
    private final SecondaryListener listener;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;
    private final Semaphore checks = new Semaphore(CHECKS, true);
    private final Semaphore transfers;

    SecondaryEnvironment(
            ZoneStore store,
            InstantSource clock,
            SecondaryListener listener,
            int parallelTransfers) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        this.transfers = new Semaphore(parallelTransfers, true);
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("secondaries").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.workers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("secondary ", 0).factory());
    }

    ZoneStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    SecondaryListener listener() {
        return listener;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Does a short piece of work when it is its turn. */
    void check(Runnable work) {
        when(checks, work);
    }

    /** Does a long piece of work when it is its turn. */
    void transfer(Runnable work) {
        when(transfers, work);
    }

    private void when(Semaphore turn, Runnable work) {
        if (workers.isShutdown()) {
            return;
        }
        workers.execute(() -> {
            try {
                turn.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                work.run();
            } finally {
                turn.release();
            }
        });
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
