package org.zoneseal.transfer.secondary;

/**
 * Why something could not be had from a primary.
 *
 * @param kind what to decide by
 * @param sentence what happened, for people
 */
public record Failure(Kind kind, String sentence) {

    /** What to decide by. */
    public enum Kind {
        /** No connection, or it broke before the end. */
        UNREACHABLE,
        /** Nothing came for too long, or the whole took too long. */
        TIMEOUT,
        /** The primary is not who it should be: certificate, pin, TLS version. */
        NOT_AUTHENTIC,
        /** A signature (TSIG) is missing or wrong. */
        TSIG,
        /** The primary says no: a response code. */
        ANSWERED_NO,
        /** What came is no transfer. */
        MALFORMED,
        /** More came than is taken. */
        TOO_MUCH,
        /** Other transfers fill the memory that there is for transfers. */
        NO_ROOM,
        /** An IXFR that does not fit the version held. */
        DOES_NOT_FIT,
        /** The zone is whole, and is not what the authority signed. */
        NOT_VERIFIED,
        /** The primary has an older version than we. */
        BEHIND,
        /** The same version could not be used before. */
        REJECTED_BEFORE,
        /** It could not be written to disk. */
        NOT_KEPT,
        /** An error of this program. */
        BROKE_OFF;

        /** Whether fetching the same version again is likely to end the same way. */
        boolean isOfContent() {
            return switch (this) {
                case MALFORMED, TOO_MUCH, DOES_NOT_FIT, NOT_VERIFIED -> true;
                case UNREACHABLE,
                        TIMEOUT,
                        NOT_AUTHENTIC,
                        TSIG,
                        ANSWERED_NO,
                        NO_ROOM,
                        BEHIND,
                        REJECTED_BEFORE,
                        NOT_KEPT,
                        BROKE_OFF ->
                        false;
            };
        }

        /** Whether an AXFR from the same primary may do better than the IXFR did. */
        boolean mayFallBack() {
            return switch (this) {
                case ANSWERED_NO, MALFORMED, TOO_MUCH, DOES_NOT_FIT, NOT_VERIFIED -> true;
                case UNREACHABLE,
                        TIMEOUT,
                        NOT_AUTHENTIC,
                        TSIG,
                        NO_ROOM,
                        BEHIND,
                        REJECTED_BEFORE,
                        NOT_KEPT,
                        BROKE_OFF ->
                        false;
            };
        }
    }

    @Override
    public String toString() {
        return sentence;
    }
}
