package org.zoneseal.proof;

import org.zoneseal.zones.ZoneVersion;

/** Proves a whole zone at once. */
public final class ZoneProof {

    private ZoneProof() {}

    /** Proves a version, or says all that is wrong with it. */
    public static ProofReport prove(
            ZoneVersion version, ProofOptions options, ProofProgress progress) {
        return new ZoneProver(ZoneFacts.of(version), options).finish(version, progress);
    }
}
