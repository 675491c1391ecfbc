package org.zoneseal.transfer.secondary;

import java.util.OptionalLong;

/** What a secondary gets to know. Primaries go by their number in the configuration, from 0. */
public sealed interface Observation {

    /** The time has come that the last step asked for. */
    record Due() implements Observation {}

    /**
     * A primary says that it has something new (RFC 1996).
     *
     * @param serial what it says that it has: a hint, and no more
     */
    record Notified(int primary, OptionalLong serial) implements Observation {}

    /** Somebody in charge asks for a look at the primaries. */
    record RefreshAsked() implements Observation {}

    /** Somebody in charge asks for the whole zone. */
    record TransferAsked() implements Observation {}

    /** A primary says what serial it has. */
    record Checked(int primary, long serial) implements Observation {}

    /** A primary could not be asked what it has. */
    record CheckFailed(int primary, Failure failure) implements Observation {}

    /** A version was fetched, verified, written to disk, and is what is answered now. */
    record Fetched(int primary, long serial, SoaTimers timers) implements Observation {}

    /** A primary was asked for a transfer, and has nothing newer than we. */
    record NothingNewer(int primary, long serial) implements Observation {}

    /** The version held has passed the proof that is asked for now. */
    record HeldProved(long serial) implements Observation {}

    /** The version held has not passed the proof that is asked for now. */
    record HeldUnproved(long serial, Failure failure) implements Observation {}

    /**
     * Nothing that could be used was fetched.
     *
     * @param serial of what was to be fetched
     */
    record FetchFailed(int primary, OptionalLong serial, Failure failure) implements Observation {}
}
