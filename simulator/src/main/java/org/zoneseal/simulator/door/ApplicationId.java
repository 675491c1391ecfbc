package org.zoneseal.simulator.door;

import java.util.Arrays;
import java.util.HexFormat;

/** The number of an application, 16 random bytes given by the server. */
record ApplicationId(byte[] bytes) {

    static final int LENGTH = 16;

    @Override
    public boolean equals(Object other) {
        return other instanceof ApplicationId id && Arrays.equals(id.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
