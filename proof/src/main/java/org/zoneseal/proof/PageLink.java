package org.zoneseal.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What was found when the names of one page were held against the NSEC3 records.
 *
 * @param entry key of the cut that the first node lies below; null if below none
 * @param before key of the last node before the page that is not occluded
 * @param consulted numbers of the NSEC3 pages where its hashes were looked up ({@link HashPages})
 * @param lookedAround whether names of other pages were looked at too
 * @param matched NSEC3 records that turned out to be a name's
 * @param findings problems and counts
 */
record PageLink(
        byte @Nullable [] entry,
        byte[] before,
        int[] consulted,
        boolean lookedAround,
        long matched,
        Findings findings) {

    /** Whether it can be said of the same page of another version, for as long as it stands. */
    boolean isLasting() {
        return !lookedAround && findings.problemCount() == 0;
    }

    /** Whether it would be found again of the page in a version with such changes. */
    boolean stands(byte @Nullable [] entryNow, byte[] beforeNow, BitSet changed) {
        if (!Arrays.equals(entry, entryNow) || !Arrays.equals(before, beforeNow)) {
            return false;
        }
        for (int page : consulted) {
            if (changed.get(page)) {
                return false;
            }
        }
        return true;
    }
}
