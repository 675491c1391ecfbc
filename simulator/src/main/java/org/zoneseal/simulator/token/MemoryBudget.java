package org.zoneseal.simulator.token;

import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * How much an application may keep in the device's memory: session objects, and parts of data that
 * operations hold back.
 */
final class MemoryBudget {

    private static final long MOST = 32L << 20;

    private long taken;

    /**
     * Takes some.
     *
     * @throws CryptokiException CKR_DEVICE_MEMORY
     */
    synchronized void take(long bytes) {
        if (taken + bytes > MOST) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY,
                    "the application keeps " + (MOST >> 20) + " MiB in the device, its most");
        }
        taken += bytes;
    }

    synchronized void giveBack(long bytes) {
        taken -= bytes;
    }
}
