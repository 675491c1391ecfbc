package org.zoneseal.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Tells, on a walk in canonical order, what a node is to its zone (RFC 4035 §2, RFC 6672 §2.3).
 *
 * <p>In canonical order all that is below a name follows it at once, so one key is enough to
 * remember: that of the last delegation or DNAME. Mutable, one thread.
 */
final class Cut {

    /** What a node is to its zone. */
    enum Kind {
        /** All its records are the zone's. */
        AUTHORITATIVE,
        /** A delegation: only DS and NSEC are the zone's. */
        DELEGATION,
        /** Below a delegation or a DNAME: glue or occluded. */
        OCCLUDED
    }

    private final byte[] key = new byte[CanonicalKey.MAX_LENGTH];
    private int length = -1;

    /** Begins a walk below a cut, or below none. */
    void begin(byte @Nullable [] enclosing) {
        length = -1;
        if (enclosing != null) {
            System.arraycopy(enclosing, 0, key, 0, enclosing.length);
            length = enclosing.length;
        }
    }

    /** The key of the cut that the next node may lie below; null if there was none. */
    byte @Nullable [] copy() {
        return length < 0 ? null : Arrays.copyOf(key, length);
    }

    /** What the next node of the walk is. */
    Kind classify(NodeCursor node) {
        if (contains(node)) {
            return Kind.OCCLUDED;
        }
        boolean dname = false;
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next() && rrsets.type() <= RecordType.DNAME) {
            if (rrsets.type() == RecordType.NS && rrsets.count() > 0 && !node.isApex()) {
                enter(node);
                return Kind.DELEGATION;
            }
            dname |= rrsets.type() == RecordType.DNAME && rrsets.count() > 0;
        }
        if (dname) {
            enter(node);
        }
        return Kind.AUTHORITATIVE;
    }

    /** Whether the node lies below the last cut. */
    boolean contains(NodeCursor node) {
        return length >= 0 && isBelow(node, key, length);
    }

    private void enter(NodeCursor node) {
        length = node.keyLength();
        System.arraycopy(node.page(), node.keyOffset(), key, 0, length);
    }

    /** Whether a node lies below the name of a key, not at it. */
    static boolean isBelow(NodeCursor node, byte[] key, int length) {
        int at = node.keyOffset();
        return node.keyLength() > length
                && Arrays.equals(node.page(), at, at + length, key, 0, length);
    }
}
