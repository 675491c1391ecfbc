package org.zoneseal.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;

/**
 * The part of a denial chain that lies on one page: each link names the next owner.
 *
 * <p>NSEC and NSEC3 alike are followed by the keys of owner names, and a chain is right if each
 * link's next key is the next owner's key, the last one's the first one's. Mutable, one thread.
 */
final class Chain {

    private final byte[] next = new byte[CanonicalKey.MAX_LENGTH];
    private int nextLength = -1;
    private byte[] lastPage = {};
    private int lastOffset;
    private int lastLength;
    private byte @Nullable [] first;

    void begin() {
        nextLength = -1;
        first = null;
    }

    /**
     * Goes to the next owner of a link.
     *
     * @return whether the link before said so; true also if it could not be read
     */
    boolean visit(byte[] page, int offset, int length) {
        boolean follows =
                nextLength < 0 || Arrays.equals(next, 0, nextLength, page, offset, offset + length);
        if (first == null) {
            first = Arrays.copyOfRange(page, offset, offset + length);
        }
        lastPage = page;
        lastOffset = offset;
        lastLength = length;
        nextLength = -1;
        return follows;
    }

    /** Where {@link #link} may write the key that the link at the current owner names. */
    byte[] next() {
        return next;
    }

    /** Notes that the link at the current owner names the key in {@link #next}. */
    void link(int length) {
        nextLength = length;
    }

    /** Key of the page's first owner; null if there is none. */
    byte @Nullable [] first() {
        return first;
    }

    byte @Nullable [] last() {
        return first == null
                ? null
                : Arrays.copyOfRange(lastPage, lastOffset, lastOffset + lastLength);
    }

    /** The key that the page's last link names; null if it could not be read. */
    byte @Nullable [] lastNext() {
        return nextLength < 0 ? null : Arrays.copyOf(next, nextLength);
    }

    byte[] lastPage() {
        return lastPage;
    }

    int lastOffset() {
        return lastOffset;
    }

    int lastLength() {
        return lastLength;
    }
}
