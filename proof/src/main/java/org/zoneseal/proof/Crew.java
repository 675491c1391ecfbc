package org.zoneseal.proof;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A few platform threads that take jobs from a list until it is empty. */
final class Crew {

    /** Work for one thread, with what that thread works with. */
    interface Job {
        void run(Hand hand);
    }

    private final int threads;
    private final Supplier<Hand> hands;

    Crew(int threads, Supplier<Hand> hands) {
        this.threads = threads;
        this.hands = hands;
    }

    /** Runs all jobs, begun in the order of the list, and waits for the last. */
    void run(List<Job> jobs) {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker =
                () -> {
                    Hand hand = hands.get();
                    for (int i = next.getAndIncrement();
                            i < jobs.size();
                            i = next.getAndIncrement()) {
                        jobs.get(i).run(hand);
                    }
                    return null;
                };
        int count = Math.max(1, Math.min(threads, jobs.size()));
        try (ExecutorService pool = Executors.newFixedThreadPool(count)) {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(count, worker))) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while proving a zone", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a proof broke off", e);
        }
    }
}
