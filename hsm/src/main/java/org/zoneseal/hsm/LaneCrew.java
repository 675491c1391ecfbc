package org.zoneseal.hsm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lanes of one token, each with a platform thread of its own, working on one job together; whoever
 * waits for the job waits for no hanging call, see {@link LaneWatch}.
 */
public final class LaneCrew implements AutoCloseable {

    private final LaneWatch watch;
    private final List<Lane> lanes;

    private LaneCrew(LaneWatch watch, List<Lane> lanes) {
        this.watch = watch;
        this.lanes = lanes;
    }

    /**
     * Opens lanes; if the token has sessions for fewer, the crew is smaller.
     *
     * @param deadline how long one signature may take
     * @throws HsmException if not even one lane can be opened
     */
    public static LaneCrew open(Token token, int lanes, Duration deadline) {
        LaneWatch watch = new LaneWatch(deadline);
        List<Lane> open = new ArrayList<>();
        try {
            for (int i = 0; i < lanes; i++) {
                open.add(watch.over(token, token.openLane()));
            }
        } catch (HsmException e) {
            if (open.isEmpty() || e.kind() != HsmException.Kind.SESSION_LIMIT) {
                open.forEach(Lane::close);
                throw e;
            }
        }
        return new LaneCrew(watch, List.copyOf(open));
    }

    /** How many lanes there are: at most what was asked for. */
    public int size() {
        return lanes.size();
    }

    /**
     * Runs the work on all lanes and waits until all have returned.
     *
     * @throws HsmException what the first lane that failed threw, or of kind TIMEOUT; a crew that
     *     has failed is only good for closing
     */
    public void run(LaneWork work) {
        Job job = new Job(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            start(job, work, i);
        }
        job.await();
    }

    private void start(Job job, LaneWork work, int index) {
        Thread.ofPlatform()
                .daemon()
                .name("hsm-lane-" + index)
                .start(() -> {
                    try {
                        work.run(lanes.get(index), index);
                    } catch (RuntimeException | Error e) {
                        job.fail(e);
                    } finally {
                        job.running.countDown();
                    }
                });
    }

    /** Closes the lanes; one that hangs is left as it is. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }

    /** One call of {@link #run}: who still works, and what went wrong first. */
    private final class Job {

        private final CountDownLatch running;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int workers) {
            running = new CountDownLatch(workers);
        }

        void fail(Throwable cause) {
            failure.compareAndSet(null, cause);
            watch.stop();
        }

        /** A worker that hangs ends the wait even if another failed before: it does not come. */
        void await() {
            try {
                long pause = watch.pause().toNanos();
                while (!running.await(pause, TimeUnit.NANOSECONDS)) {
                    Optional<HsmException> overdue = watch.findOverdue();
                    if (overdue.isPresent()) {
                        fail(overdue.get());
                        break;
                    }
                }
            } catch (InterruptedException e) {
                fail(
                        new HsmException(
                                HsmException.Kind.OTHER, "interrupted while waiting for the HSM"));
                Thread.currentThread().interrupt();
            }
            rethrow();
        }

        private void rethrow() {
            switch (failure.get()) {
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case Throwable other -> throw new IllegalStateException(other);
                case null -> {}
            }
        }
    }
}
