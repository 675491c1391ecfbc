package org.zoneseal.answer;

import org.zoneseal.dnssec.Nsec3Param;

/**
 * How many times SHA-1 may still run for one answer. Mutable, for one thread.
 *
 * <p>What a proof by NSEC3 costs is the zone's choice: iterations, times how far up the closest
 * encloser is that can be proved. One client must not be able to hold up the others with it. A name
 * error takes three hashes of names, so a zone with the most iterations has room to spare, and one
 * without any proves the deepest of names.
 */
final class HashBudget {

    private static final int ALL = 8 * (Nsec3Param.MAX_ITERATIONS + 1);

    private int left = ALL;
    private boolean exceeded;

    /** Begins another answer. */
    void begin() {
        left = ALL;
        exceeded = false;
    }

    /** Takes so many; false if there are not as many left, and from then on. */
    boolean take(int hashes) {
        left -= hashes;
        if (left < 0) {
            exceed();
        }
        return !exceeded;
    }

    /** Something would take more than there ever is. */
    void exceed() {
        exceeded = true;
    }

    boolean isExceeded() {
        return exceeded;
    }
}
