package org.zoneseal.simulator;

import java.util.Arrays;
import org.zoneseal.hsm.PublicHalf;

/** A key pair between its birth and its first write; closing wipes the secret. */
record NewKey(byte[] secret, PublicHalf publicHalf) implements AutoCloseable {

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "NewKey[" + publicHalf + "]";
    }
}
