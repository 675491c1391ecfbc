package org.zoneseal.transfer.secondary;

import java.util.Optional;
import java.util.OptionalLong;
import org.zoneseal.dns.Name;

/**
 * How a secondary stands; times in seconds since 1970.
 *
 * @param apex which zone
 * @param state in a word
 * @param activity what is being done just now, in a word
 * @param serial of the version held
 * @param checkedAt when a primary last said that there is nothing newer
 * @param expiresAt when the zone is no longer answered, if no primary can be asked until then
 * @param nextDue when the primaries are asked next, or expiry is looked at
 * @param primary who the version held was taken from, or checked with last
 * @param lastFailure why the last attempt failed that did, since the last one that did not
 * @param verdict what verifying the last version has found that was fetched since the start
 */
public record SecondaryStatus(
        Name apex,
        State state,
        Activity activity,
        OptionalLong serial,
        OptionalLong checkedAt,
        OptionalLong expiresAt,
        OptionalLong nextDue,
        Optional<Primary> primary,
        Optional<Failure> lastFailure,
        Optional<Verdict> verdict) {

    /** What is answered. */
    public enum State {
        /** Nothing yet. */
        EMPTY,
        /** The newest version that a primary could be asked for. */
        CURRENT,
        /** A version that could not be refreshed the last time it was due. */
        STALE,
        /** Nothing any more. */
        EXPIRED,
        /** Nothing: what is held has not passed the proof that is asked for now. */
        UNPROVED
    }

    /** What is being done. */
    public enum Activity {
        NONE,
        CHECKING,
        TRANSFERRING
    }
}
