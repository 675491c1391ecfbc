package org.zoneseal.simulator.device;

import java.time.Instant;

/**
 * What a quorum granted for a key.
 *
 * @param uses how many uses; {@link KeyLimit#UNLIMITED} for any number
 * @param until {@link Instant#MAX} for no end
 */
record Activation(long uses, Instant until) {}
