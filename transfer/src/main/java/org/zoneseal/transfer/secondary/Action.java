package org.zoneseal.transfer.secondary;

/** What a secondary wants done. */
public sealed interface Action {

    /** Ask a primary for its serial; ends as {@code Checked} or {@code CheckFailed}. */
    record Check(int primary) implements Action {}

    /** Get the zone; ends as {@code Fetched}, {@code NothingNewer} or {@code FetchFailed}. */
    record Fetch(int primary, Way way) implements Action {}

    /** How to get it. */
    enum Way {
        /** What has changed, or else all of it. */
        CHANGES,
        /** All of it. */
        WHOLE
    }

    /** Remember that the version held is the newest there is, and until when it may be answered. */
    record Keep(long checkedAt, long expiresAt) implements Action {}

    /** Let nobody have the version held, until something else is known of it. */
    record Withhold() implements Action {}

    /** Tell that the zone has expired: nobody could be asked for too long. */
    record TellExpired() implements Action {}

    /** Tell that no primary could be used this time. */
    record TellUnrefreshed(Failure last, long nextTry) implements Action {}
}
