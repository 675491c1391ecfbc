package org.zoneseal.hsm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lanes of a token, each with a platform thread of its own, working on one job together; whoever
 * waits for the job waits for no hanging call.
 *
 * <p>A native call cannot be interrupted, and to hand every signature to another thread costs more
 * than a fast token needs to make it. So the signature is made on the worker's own thread; before
 * and after it the worker leaves a time stamp, which the thread that waits for the crew looks at.
 * When a call is older than the deadline, the waiter gets an exception that names the key, the
 * token and the call, the hanging thread is left behind (it is a daemon), and a signature that
 * comes late is thrown away. The price is two writes to memory and one look at the clock for each
 * signature.
 */
public final class LaneCrew implements AutoCloseable {

    /** How long one signature, retries included, may take by default. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    private final Token token;
    private final Duration deadline;
    private final List<WatchedLane> lanes;

    private LaneCrew(Token token, Duration deadline, List<WatchedLane> lanes) {
        this.token = token;
        this.deadline = deadline;
        this.lanes = lanes;
    }

    /**
     * Opens lanes; if the token has sessions for fewer, the crew is smaller.
     *
     * @throws HsmException if not even one lane can be opened
     */
    public static LaneCrew open(Token token, int lanes, Duration deadline) {
        List<WatchedLane> open = new ArrayList<>();
        try {
            for (int i = 0; i < lanes; i++) {
                open.add(new WatchedLane(token.openLane()));
            }
        } catch (HsmException e) {
            if (open.isEmpty() || e.kind() != HsmException.Kind.SESSION_LIMIT) {
                open.forEach(WatchedLane::close);
                throw e;
            }
        }
        return new LaneCrew(token, deadline, List.copyOf(open));
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
        job.await(pause());
    }

    private void start(Job job, LaneWork work, int index) {
        WatchedLane lane = lanes.get(index);
        Thread.ofPlatform()
                .daemon()
                .name("hsm-lane-" + index)
                .start(() -> {
                    try {
                        work.run(lane, index);
                    } catch (Throwable e) {
                        job.fail(e);
                    } finally {
                        job.running.countDown();
                    }
                });
    }

    /** Often enough to notice a hanging call within a quarter of the deadline. */
    private Duration pause() {
        Duration quarter = deadline.dividedBy(4);
        Duration most = Duration.ofSeconds(1);
        return quarter.compareTo(most) < 0 ? quarter : most;
    }

    /** Closes the lanes; one that hangs is left as it is. */
    @Override
    public void close() {
        lanes.forEach(WatchedLane::close);
    }

    /** One call of {@link #run}: who still works, and what went wrong first. */
    private final class Job {

        private final CountDownLatch running;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int workers) {
            running = new CountDownLatch(workers);
        }

        void fail(Throwable cause) {
            if (failure.compareAndSet(null, cause)) {
                lanes.forEach(WatchedLane::stop);
            }
        }

        void await(Duration pause) {
            try {
                while (!running.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    if (foundHanging()) {
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

        /**
         * A worker that hangs ends the wait, even if another failed before: it holds its thread.
         */
        private boolean foundHanging() {
            for (WatchedLane lane : lanes) {
                if (lane.isOverdue(System.nanoTime(), deadline.toNanos())) {
                    fail(lane.overdue(token.info(), deadline));
                    return true;
                }
            }
            return false;
        }

        private void rethrow() {
            Throwable cause = failure.get();
            if (cause instanceof Error error) {
                throw error;
            }
            if (cause instanceof RuntimeException exception) {
                throw exception;
            }
            if (cause != null) {
                throw new IllegalStateException(cause);
            }
        }
    }

    /** A lane that says since when it has been signing; mutable, one worker and its watcher. */
    private static final class WatchedLane implements Lane {

        private static final long IDLE = 0;
        private static final VarHandle SINCE;

        static {
            try {
                SINCE =
                        MethodHandles.lookup()
                                .findVarHandle(WatchedLane.class, "since", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Lane lane;
        private volatile boolean stopped;
        private volatile boolean hangs;

        /** When the signature in the making was begun (System.nanoTime, never 0), or IDLE. */
        @SuppressWarnings("UnusedVariable") // read and written through SINCE
        private long since = IDLE;

        private KeyLabel signing = KeyLabel.NONE;

        WatchedLane(Lane lane) {
            this.lane = lane;
        }

        @Override
        public int sign(
                KeyHandle key,
                byte[] data,
                int offset,
                int length,
                byte[] signature,
                int signatureOffset) {
            refuseIfStopped();
            remember(key);
            SINCE.setRelease(this, System.nanoTime() | 1);
            try {
                return lane.sign(key, data, offset, length, signature, signatureOffset);
            } finally {
                SINCE.setRelease(this, IDLE);
                refuseIfHangs();
            }
        }

        @SuppressWarnings("ReferenceEquality") // only spares making the same text again
        private void remember(KeyHandle key) {
            if (signing.key != key) {
                signing = new KeyLabel(key, key.label() + "\" (id " + key.id() + ")");
            }
        }

        private void refuseIfStopped() {
            if (stopped) {
                throw new HsmException(
                        HsmException.Kind.OTHER, "stopped, because another lane has failed");
            }
        }

        /** Out of the finally: what a lane says that had been given up counts no more. */
        @SuppressWarnings("Finally")
        private void refuseIfHangs() {
            if (hangs) {
                throw new HsmException(
                        HsmException.Kind.TIMEOUT, "the signature came after its deadline");
            }
        }

        void stop() {
            stopped = true;
        }

        boolean isOverdue(long now, long nanos) {
            long started = (long) SINCE.getAcquire(this);
            return started != IDLE && now - started > nanos;
        }

        HsmException overdue(TokenInfo token, Duration deadline) {
            hangs = true;
            return new HsmException(
                    HsmException.Kind.TIMEOUT,
                    lane.call()
                            + " with key \""
                            + signing.text
                            + " did not come back from token \""
                            + token.label()
                            + "\" within "
                            + deadline.toMillis()
                            + " ms: the HSM or the way to it hangs. Check both, then start again.");
        }

        @Override
        public String call() {
            return lane.call();
        }

        @Override
        public void close() {
            if (!hangs) {
                lane.close();
            }
        }
    }

    /** The key that a lane signs with and how a message names it. */
    private record KeyLabel(@org.jspecify.annotations.Nullable KeyHandle key, String text) {
        static final KeyLabel NONE = new KeyLabel(null, "?\"");
    }
}
