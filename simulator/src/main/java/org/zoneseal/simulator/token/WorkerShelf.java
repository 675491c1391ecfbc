package org.zoneseal.simulator.token;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.zoneseal.simulator.mechanism.PrivateWorker;

/**
 * The working keys of one private key, free to be taken.
 *
 * <p>A thread looks in the place that its number says, then in the others; it takes and puts back
 * with one atomic step each. Places lie a cache line apart. There are as many as processors, so
 * threads that sign side by side find a key each; a worker that finds no place is closed.
 */
final class WorkerShelf {

    /** References in a cache line. */
    private static final int STRIDE = 16;

    /** As many as threads may sign at once on this machine, and some. */
    static int places() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    private final int places;
    private final AtomicReferenceArray<@Nullable PrivateWorker> slots;
    private boolean touched;
    private volatile boolean ended;

    WorkerShelf(int places) {
        this.places = places;
        this.slots = new AtomicReferenceArray<>(places * STRIDE);
    }

    /** Takes a worker, or null if all are out. */
    @Nullable PrivateWorker take() {
        int first = first();
        for (int i = 0; i < places; i++) {
            int slot = (first + i) % places * STRIDE;
            if (slots.getPlain(slot) != null) {
                PrivateWorker worker = slots.getAndSet(slot, null);
                if (worker != null) {
                    return worker;
                }
            }
        }
        return null;
    }

    /** Puts a worker back; false if there is no place for it, and then it is the caller's. */
    boolean putBack(PrivateWorker worker) {
        if (!touched) {
            touched = true;
        }
        int first = first();
        for (int i = 0; i < places; i++) {
            int slot = (first + i) % places * STRIDE;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, worker)) {
                return !ended || !slots.compareAndSet(slot, worker, null);
            }
        }
        return false;
    }

    /** Whether it was used since this was last asked. */
    boolean spare() {
        boolean spare = touched;
        touched = false;
        return spare;
    }

    /** Closes a worker that nobody uses; false if there is none. */
    boolean closeOne() {
        PrivateWorker worker = take();
        if (worker != null) {
            worker.close();
        }
        return worker != null;
    }

    /** Closes all workers for good; those that are out are closed when they come back. */
    int end() {
        ended = true;
        int closed = 0;
        for (PrivateWorker worker = take(); worker != null; worker = take()) {
            worker.close();
            closed++;
        }
        return closed;
    }

    boolean ended() {
        return ended;
    }

    private int first() {
        return (int) (Thread.currentThread().threadId() % places);
    }
}
