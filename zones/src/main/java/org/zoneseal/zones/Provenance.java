package org.zoneseal.zones;

import java.util.Optional;

/**
 * Where a version of a zone came from and how it was verified; kept with it.
 *
 * @param origin where from
 * @param receivedAt when it was read or transferred, in seconds since 1970
 * @param proof what its verification found, if it was verified
 */
public record Provenance(ZoneOrigin origin, long receivedAt, Optional<ProofRecord> proof) {

    /** Of a version that nobody verified. */
    public static Provenance of(ZoneOrigin origin, long receivedAt) {
        return new Provenance(origin, receivedAt, Optional.empty());
    }
}
