package org.zoneseal.signer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.zoneseal.hsm.LaneWatch;

/**
 * Platform threads that work off numbered shares, each with a worker of its own.
 *
 * <p>Platform threads, because a call into an HSM holds its carrier. Results come out in the order
 * of the numbers, whatever the order in which they were done; the first failure ends the run.
 *
 * @param <W> what one thread works with
 */
final class Workers<W> {

    /** A share of the work, done with whatever worker is free. */
    interface Share<W, R> {
        R work(W worker, int number);
    }

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final List<W> workers;
    private final LaneWatch watch;

    /**
     * @param watch asked now and then, while waiting, whether a worker hangs in its HSM
     */
    Workers(List<W> workers, LaneWatch watch) {
        this.workers = List.copyOf(workers);
        this.watch = watch;
    }

    /**
     * Works off the shares 0 to {@code count}.
     *
     * @param done gets the results in order, on the calling thread
     */
    <R> void run(int count, Share<W, R> share, Consumer<R> done) {
        List<CompletableFuture<R>> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(new CompletableFuture<>());
        }
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (W worker : workers) {
            threads.add(
                    Thread.ofPlatform()
                            .name("signer-" + threads.size())
                            .daemon()
                            .start(() -> drain(worker, share, next, results)));
        }
        try {
            results.forEach(result -> done.accept(await(result)));
        } catch (RuntimeException | Error e) {
            next.set(count);
            watch.stop();
            throw e;
        } finally {
            threads.forEach(Workers::join);
        }
    }

    /** Waits for a result, and no longer than a lane may hang. */
    private <R> R await(CompletableFuture<R> result) {
        while (true) {
            try {
                return result.get(watch.pause().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                watch.findOverdue()
                        .ifPresent(overdue -> {
                            throw overdue;
                        });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SigningException("signing was interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static <W, R> void drain(
            W worker, Share<W, R> share, AtomicInteger next, List<CompletableFuture<R>> results) {
        for (int i = next.getAndIncrement(); i < results.size(); i = next.getAndIncrement()) {
            try {
                results.get(i).complete(share.work(worker, i));
            } catch (RuntimeException | Error e) {
                results.get(i).completeExceptionally(e);
                next.set(results.size());
                results.forEach(result -> result.completeExceptionally(e));
            }
        }
    }

    /** Waits for a thread to end, unless it hangs in its HSM: such a one is left behind. */
    private static void join(Thread thread) {
        try {
            thread.join(LONGEST_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
