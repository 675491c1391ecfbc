package org.zoneseal.simulator.device;

import java.time.Instant;

/**
 * What a device knows of a key beyond its attributes.
 *
 * @param uses how often it was used
 * @param limit what it may be used for
 * @param activeUntil until when it is active; {@link Instant#EPOCH} if it is not, {@link
 *     Instant#MAX} for no end
 */
public record KeyStatus(long uses, KeyLimit limit, Instant activeUntil) {}
