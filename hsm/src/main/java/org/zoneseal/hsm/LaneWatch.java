package org.zoneseal.hsm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches lanes, so that a token that hangs is noticed by somebody who can still act.
 *
 * <p>A native call cannot be interrupted, and to hand every signature to another thread costs more
 * than a fast token needs to make it. So a signature is made on the thread that asks for it; a
 * watched lane leaves a time stamp before it and removes it after it, and the watch compares the
 * stamps with the clock. A lane that is past its deadline is given up: its thread is left behind, a
 * signature that comes late is thrown away, and it is never closed, because its session is in use
 * and its module may not let anybody else in. The price is two writes to memory and one look at the
 * clock for each signature.
 *
 * <p>Either somebody who waits for the work asks {@link #findOverdue} now and then ({@link
 * LaneCrew} does), or an {@link #alarm} tells whoever coordinates it.
 */
public final class LaneWatch {

    /** How long one signature, retries included, may take by default. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Duration deadline;
    private final List<WatchedLane> lanes = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /**
     * @param deadline how long one signature, retries included, may take
     */
    public LaneWatch(Duration deadline) {
        this.deadline = deadline;
    }

    /** The lane, watched from now on; to be used and closed instead of it. */
    public Lane over(Token token, Lane lane) {
        return over(token.info(), lane);
    }

    Lane over(TokenInfo token, Lane lane) {
        WatchedLane watched = new WatchedLane(token, lane);
        lanes.add(watched);
        return watched;
    }

    /**
     * What to tell about the first lane that is past its deadline, which is given up by this call.
     *
     * @return an exception of kind TIMEOUT that names the key, the token and the call
     */
    public Optional<HsmException> findOverdue() {
        long now = System.nanoTime();
        return lanes.stream()
                .filter(lane -> lane.isOverdue(now))
                .findFirst()
                .map(WatchedLane::giveUp);
    }

    /** Makes the next signature of every lane fail, so that their workers end soon. */
    public void stop() {
        stopped = true;
    }

    /** How long to wait between two looks: a quarter of the deadline, and at most a second. */
    public Duration pause() {
        Duration quarter = deadline.dividedBy(4);
        return quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    }

    /** A thread that looks; ends when closed, or after it has told of one overdue lane. */
    public interface Alarm extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Starts a thread that looks for overdue lanes.
     *
     * @param tell is told once, on that thread; all other lanes have been stopped by then
     */
    public Alarm alarm(Consumer<HsmException> tell) {
        Thread thread =
                Thread.ofPlatform().daemon().name("hsm-watch").start(() -> lookUntilFound(tell));
        return thread::interrupt;
    }

    private void lookUntilFound(Consumer<HsmException> tell) {
        while (!Thread.currentThread().isInterrupted()) {
            Optional<HsmException> overdue = findOverdue();
            if (overdue.isPresent()) {
                stop();
                tell.accept(overdue.get());
                return;
            }
            LockSupport.parkNanos(this, pause().toNanos());
        }
    }

    /** A lane that says since when it has been signing; mutable, one worker and its watchers. */
    private final class WatchedLane implements Lane {

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

        private final TokenInfo token;
        private final Lane lane;
        private volatile boolean isGivenUp;

        /** When the signature in the making was begun (System.nanoTime, never 0), or IDLE. */
        @SuppressWarnings("UnusedVariable") // through SINCE
        private long since = IDLE;

        /** Written before {@link #since} is, so that who sees a stamp sees its key. */
        private @Nullable KeyHandle key;

        WatchedLane(TokenInfo token, Lane lane) {
            this.token = token;
            this.lane = lane;
        }

        @Override
        public int sign(
                KeyHandle signer,
                byte[] data,
                int offset,
                int length,
                byte[] signature,
                int signatureOffset) {
            if (stopped || isGivenUp) {
                throw new HsmException(
                        HsmException.Kind.OTHER, "stopped, because another lane has failed");
            }
            key = signer;
            SINCE.setRelease(this, System.nanoTime() | 1);
            int signed;
            try {
                signed = lane.sign(signer, data, offset, length, signature, signatureOffset);
            } finally {
                SINCE.setRelease(this, IDLE);
            }
            if (isGivenUp) {
                throw new HsmException(
                        HsmException.Kind.TIMEOUT, "the signature came after its deadline");
            }
            return signed;
        }

        boolean isOverdue(long now) {
            long started = (long) SINCE.getAcquire(this);
            return started != IDLE && now - started > deadline.toNanos();
        }

        HsmException giveUp() {
            isGivenUp = true;
            KeyHandle signer = key;
            String name =
                    signer == null ? "" : "\"" + signer.label() + "\" (id " + signer.id() + ")";
            return new HsmException(
                    HsmException.Kind.TIMEOUT,
                    lane.call()
                            + " with key "
                            + name
                            + " did not come back from token \""
                            + token.label()
                            + "\" within "
                            + TimeUnit.NANOSECONDS.toMillis(deadline.toNanos())
                            + " ms: the HSM or the way to it hangs. Check both, then start again.");
        }

        @Override
        public String call() {
            return lane.call();
        }

        /** A lane that is in a call is left as it is, whether or not it is overdue yet. */
        @Override
        public void close() {
            lanes.remove(this);
            if (!isGivenUp && (long) SINCE.getAcquire(this) == IDLE) {
                lane.close();
            }
        }
    }
}
