package org.zoneseal.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was found on one page of a zone, and what is needed to join it to its neighbours.
 *
 * @param page the page itself: pages are immutable, so the array stands for its content
 * @param firstKey key of its first node
 * @param entry key of the cut that the first node lies below; null if below none
 * @param exit key of the last cut up to the end of the page; null if there was none
 * @param firstOwner key of the first owner of a denial record; null if there is none
 * @param lastOwner key of the last one
 * @param lastNext key that the last denial record names; null if it could not be read
 * @param findings problems and counts
 */
record PageProof(
        byte[] page,
        byte[] firstKey,
        byte @Nullable [] entry,
        byte @Nullable [] exit,
        byte @Nullable [] firstOwner,
        byte @Nullable [] lastOwner,
        byte @Nullable [] lastNext,
        Findings findings) {

    /** Whether two arrays are one page: pages are told apart by identity. */
    @SuppressWarnings("ReferenceEquality") // identity is what is asked for
    static boolean isSame(byte[] page, byte @Nullable [] other) {
        return page == other;
    }

    /** Whether this was proved below the cut that the page before leaves open. */
    boolean follows(byte @Nullable [] exitBefore) {
        boolean below =
                exitBefore != null
                        && firstKey.length > exitBefore.length
                        && Arrays.equals(
                                firstKey, 0, exitBefore.length, exitBefore, 0, exitBefore.length);
        return Arrays.equals(entry, below ? exitBefore : null);
    }
}
