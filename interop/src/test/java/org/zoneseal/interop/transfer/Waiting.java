package org.zoneseal.interop.transfer;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does, looking often, within a bound. */
final class Waiting {

    private static final long PAUSE_MILLIS = 20;

    private Waiting() {}

    static void until(
            String what, BooleanSupplier reached, long boundSeconds, Supplier<String> otherwise) {
        long end = System.nanoTime() + boundSeconds * 1_000_000_000L;
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + boundSeconds + " s: " + what + "\n" + otherwise.get());
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
