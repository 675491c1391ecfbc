package org.zoneseal.transfer.secondary;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.zoneseal.zones.ZoneStore;

/**
 * What all secondaries share: the store, the clock, and threads with a bound on how many work at a
 * time. Whoever has to wait for its turn waits on a virtual thread.
 */
final class SecondaryEnvironment implements AutoCloseable {

    /** SOA queries at a time: they cost a socket each, and nearly nothing else. */
    private static final int CHECKS = 64;

    /** Whose turns proofs of what is held take, in the place of a primary. */
    private static final Object PROOFS = "proofs";

    private final ZoneStore store;
    private final InstantSource clock;
    private final SecondaryListener listener;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;
    private final Turns checks = new Turns(CHECKS);
    private final Turns transfers;
    private final TransferMemory memory = TransferMemory.ofProcess();

    SecondaryEnvironment(
            ZoneStore store,
            InstantSource clock,
            SecondaryListener listener,
            int parallelTransfers) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        this.transfers = new Turns(parallelTransfers);
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

    TransferMemory memory() {
        return memory;
    }

    /** How many long pieces of work are done at a time from now on. */
    void limit(int parallelTransfers) {
        transfers.limit(parallelTransfers);
    }

    /** Does a short piece of work with a primary when it is its turn. */
    void check(InetAddress primary, Runnable work) {
        when(checks, primary, work);
    }

    /** Does a long piece of work with a primary when it is its turn. */
    void transfer(InetAddress primary, Runnable work) {
        when(transfers, primary, work);
    }

    /** Proves what is held when it is its turn: of transfers, half of them at most. */
    void prove(Runnable work) {
        when(transfers, PROOFS, work);
    }

    /** Does something short that many seconds from now. */
    void after(long seconds, Runnable work) {
        try {
            ScheduledFuture<?> _ = timer.schedule(work, seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // Closing: there is nothing more to do.
        }
    }

    private void when(Turns turns, Object whose, Runnable work) {
        if (workers.isShutdown()) {
            return;
        }
        workers.execute(() -> {
            try {
                turns.during(whose, work);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
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
