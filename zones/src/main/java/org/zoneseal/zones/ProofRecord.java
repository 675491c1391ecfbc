package org.zoneseal.zones;

/**
 * What a verification of a version found, kept so that a restart need not repeat it.
 *
 * @param mode what was verified
 * @param earliestExpiry when the first of its signatures ends, in seconds since 1970; {@code
 *     Long.MAX_VALUE} if it has none
 * @param verifierVersion which rules it was verified by
 * @param anchors a digest of the trust anchors that it began at, in hexadecimal; empty for none
 */
public record ProofRecord(
        Verification mode, long earliestExpiry, int verifierVersion, String anchors) {}
