package org.zoneseal.simulator.device;

import java.time.Instant;

/**
 * What a key may be used for, beyond its attributes.
 *
 * @param uses how many times in its life; {@link #UNLIMITED} for any number
 * @param notAfter until when; {@link Instant#MAX} for ever
 * @param needsActivation whether a quorum has to activate it first
 */
public record KeyLimit(long uses, Instant notAfter, boolean needsActivation) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    /** No limit at all. */
    public static final KeyLimit NONE = new KeyLimit(UNLIMITED, Instant.MAX, false);
}
