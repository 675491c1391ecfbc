package org.zoneseal.zones;

import java.util.List;

/**
 * What the world sees of a zone at one instant: a version, and the changes that led to it.
 *
 * @param version what is answered
 * @param serial the version's SOA serial
 * @param history the latest changes, the oldest first; each begins with the serial that the one
 *     before it ends with, and the last one ends with {@code serial}. May be empty.
 * @param expiresAt when it must no longer be answered unless it is refreshed, in seconds since 1970
 *     (RFC 1035 §3.3.13, EXPIRE); {@code Long.MAX_VALUE} for a zone that does not expire here
 */
public record Publication(
        ZoneVersion version, long serial, List<ZoneDelta> history, long expiresAt) {

    /** {@link #expiresAt} of a zone that does not expire here: this server is its primary. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * {@link #expiresAt} of a version that must not be answered until something else is known of
     * it: it is held, and could not be proved.
     */
    public static final long WITHHELD = 0;

    public Publication {
        history = List.copyOf(history);
    }

    /** A first version, without a past. */
    public static Publication first(ZoneVersion version, long expiresAt) {
        return new Publication(version, version.serial(), List.of(), expiresAt);
    }

    /** The same, kept alive until another time. */
    public Publication until(long otherExpiry) {
        return new Publication(version, serial, history, otherExpiry);
    }

    /** Whether it must not be answered at this time. */
    public boolean isExpired(long nowSeconds) {
        return nowSeconds >= expiresAt;
    }

    /** Whether it must not be answered at any time. */
    public boolean isWithheld() {
        return expiresAt == WITHHELD;
    }
}
