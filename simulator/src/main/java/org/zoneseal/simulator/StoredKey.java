package org.zoneseal.simulator;

import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;

/**
 * A key pair as the store holds it.
 *
 * @param content the sealed file
 */
record StoredKey(Place place, KeyId id, String label, PublicHalf publicHalf, byte[] content) {

    @Override
    public String toString() {
        return "StoredKey[" + label + ", " + id + "]";
    }
}
