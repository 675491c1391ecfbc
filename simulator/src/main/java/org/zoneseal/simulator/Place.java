package org.zoneseal.simulator;

import java.util.HexFormat;

/**
 * Where an object lives in its store.
 *
 * @param objectId 16 random bytes, for ever
 * @param version how often the object was written, from 1
 */
record Place(byte[] objectId, long version) {

    static final String SUFFIX = ".v1";

    String fileName() {
        return HexFormat.of().formatHex(objectId) + SUFFIX;
    }

    Place next() {
        return new Place(objectId, version + 1);
    }
}
