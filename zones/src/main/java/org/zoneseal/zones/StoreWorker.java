package org.zoneseal.zones;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does a store's work in the background, one thing after the other. */
interface StoreWorker extends AutoCloseable {

    /** As soon as what was given before is done. */
    void soon(Runnable work);

    /** Not before that time. */
    void later(Runnable work, Duration delay);

    /** Waits for what is being done, and does nothing more. */
    @Override
    void close();

    /** A thread of its own. */
    static StoreWorker thread() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("zone-store").factory());
        return new StoreWorker() {
            @Override
            public void soon(Runnable work) {
                later(work, Duration.ZERO);
            }

            @Override
            public void later(Runnable work, Duration delay) {
                try {
                    ScheduledFuture<?> _ =
                            executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException e) {
                    // Closing: what is left to do is done at the next start.
                }
            }

            @Override
            public void close() {
                executor.shutdownNow();
                executor.close();
            }
        };
    }
}
