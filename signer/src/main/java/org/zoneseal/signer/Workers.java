package org.zoneseal.signer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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

    private final List<W> workers;

    Workers(List<W> workers) {
        this.workers = List.copyOf(workers);
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
            results.forEach(result -> done.accept(result.join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } finally {
            next.set(count);
            threads.forEach(Workers::join);
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

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
