package org.zoneseal.transfer.secondary;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that a secondary remembers between two steps; times in seconds since 1970.
 *
 * @param held the version that is answered, or was until it expired or was found to be unproved;
 *     null for none
 * @param round what is being done just now; null for nothing
 * @param due when to look again
 * @param failedRounds rounds in a row in which no primary could be used
 * @param lastRound when the last round began; {@code Long.MIN_VALUE} for never
 * @param hint a NOTIFY that has still to be looked into; null for none
 * @param rejected versions that were fetched and could not be used, one a primary at most
 * @param lastFailure why the last attempt failed that did; null for none
 * @param seed of the next random number
 */
public record SecondaryState(
        @Nullable Held held,
        @Nullable Round round,
        long due,
        int failedRounds,
        long lastRound,
        @Nullable Hint hint,
        List<Rejected> rejected,
        @Nullable Failure lastFailure,
        long seed) {

    /**
     * What is held.
     *
     * @param timers within bounds
     * @param checkedAt when a primary last said that there is nothing newer
     * @param standing whether it is answered
     */
    public record Held(long serial, SoaTimers timers, long checkedAt, Standing standing) {

        long expiresAt() {
            return checkedAt + timers.expire();
        }

        boolean expired() {
            return standing == Standing.EXPIRED;
        }

        Held checked(long now) {
            return new Held(serial, timers, now, Standing.GOOD);
        }

        Held checkedAt(long time) {
            return new Held(serial, timers, time, standing);
        }

        Held with(Standing other) {
            return new Held(serial, timers, checkedAt, other);
        }
    }

    /** How a version that is held stands. */
    public enum Standing {
        /** It is answered. */
        GOOD,
        /** No primary could be asked for too long. */
        EXPIRED,
        /** It does not pass the proof that is asked for now: it counts as none. */
        UNPROVED
    }

    /**
     * Going through the primaries, each once, until one has been of use.
     *
     * @param primary who is being asked
     * @param left how many can be asked after it
     * @param activity what is asked for
     * @param cause who wanted it
     */
    public record Round(int primary, int left, Activity activity, Cause cause) {}

    /** What a round is at. */
    public enum Activity {
        CHECK,
        FETCH
    }

    /** Why a round was begun. */
    public enum Cause {
        TIME,
        NOTIFY,
        /** Somebody asked: what was rejected before is tried again. */
        REFRESH,
        /** Somebody asked for the whole zone. */
        TRANSFER;

        boolean isAsked() {
            return this == REFRESH || this == TRANSFER;
        }
    }

    /** A NOTIFY. */
    public record Hint(int primary, OptionalLong serial) {

        boolean isNewerThan(@Nullable Held held) {
            return held == null
                    || serial.isEmpty()
                    || Serials.isNewer(serial.getAsLong(), held.serial());
        }
    }

    /**
     * A version that was fetched and could not be used.
     *
     * @param times how often in a row
     * @param until when it is not fetched again from this primary
     */
    public record Rejected(int primary, long serial, int times, long until) {

        Rejected until(long time) {
            return new Rejected(primary, serial, times, time);
        }
    }

    public SecondaryState {
        rejected = List.copyOf(rejected);
    }

    /** What is held and counts; null for none. */
    @Nullable Held standing() {
        return held == null || held.standing() == Standing.UNPROVED ? null : held;
    }

    /**
     * A secondary that begins.
     *
     * @param held what it has kept from before; null for nothing
     */
    static SecondaryState beginning(@Nullable Held held, long due, long seed) {
        return new SecondaryState(held, null, due, 0, Long.MIN_VALUE, null, List.of(), null, seed);
    }

    SecondaryState withHeld(@Nullable Held other) {
        return new SecondaryState(
                other, round, due, failedRounds, lastRound, hint, rejected, lastFailure, seed);
    }

    /** What is held could not be proved. */
    SecondaryState withoutProof() {
        return held == null ? this : withHeld(held.with(Standing.UNPROVED));
    }

    SecondaryState withRound(@Nullable Round other) {
        return new SecondaryState(
                held, other, due, failedRounds, lastRound, hint, rejected, lastFailure, seed);
    }

    SecondaryState withDue(long other) {
        return new SecondaryState(
                held, round, other, failedRounds, lastRound, hint, rejected, lastFailure, seed);
    }

    SecondaryState withFailedRounds(int other) {
        return new SecondaryState(
                held, round, due, other, lastRound, hint, rejected, lastFailure, seed);
    }

    SecondaryState withLastRound(long other) {
        return new SecondaryState(
                held, round, due, failedRounds, other, hint, rejected, lastFailure, seed);
    }

    SecondaryState withHint(@Nullable Hint other) {
        return new SecondaryState(
                held, round, due, failedRounds, lastRound, other, rejected, lastFailure, seed);
    }

    SecondaryState withRejected(List<Rejected> other) {
        return new SecondaryState(
                held, round, due, failedRounds, lastRound, hint, other, lastFailure, seed);
    }

    SecondaryState withLastFailure(@Nullable Failure other) {
        return new SecondaryState(
                held, round, due, failedRounds, lastRound, hint, rejected, other, seed);
    }

    SecondaryState withSeed(long other) {
        return new SecondaryState(
                held, round, due, failedRounds, lastRound, hint, rejected, lastFailure, other);
    }
}
