package org.zoneseal.signer;

import java.util.Arrays;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Walks the names of a zone and says what each is to its signer. Mutable, for one thread.
 *
 * <p>Canonical order has all that is below a name right after it, so one remembered key is all that
 * is needed to know glue and other occluded names. A walk that begins in the middle looks up the
 * ancestors of its first name: a worker's share may begin below a cut that another worker signs.
 */
final class NameWalk {

    /** What a name is. */
    enum Standing {
        /** Its data is the zone's own. */
        AUTHORITATIVE,
        /** A zone cut: only its DS RRset is the zone's own (RFC 4035 §2.2). */
        DELEGATION,
        /** Below a cut or a DNAME: glue, or data that no query can reach (RFC 2136 §7.18). */
        OCCLUDED
    }

    private final NodeCursor cursor;
    private final byte[] cut = new byte[CanonicalKey.MAX_LENGTH];
    private int cutLength = -1;
    private boolean started;
    private final ZoneVersion zone;
    private Standing standing = Standing.AUTHORITATIVE;
    private boolean secure;

    /**
     * A walk over the nodes of a cursor that has not been moved yet.
     *
     * @param zone where the ancestors of the cursor's first node are looked up
     */
    NameWalk(ZoneVersion zone, NodeCursor cursor) {
        this.zone = zone;
        this.cursor = cursor;
    }

    NodeCursor node() {
        return cursor;
    }

    Standing standing() {
        return standing;
    }

    /** Whether a delegation has a DS RRset. */
    boolean isSecureDelegation() {
        return secure;
    }

    /** Goes to the next name that keeps any data; false at the end. */
    boolean next() {
        while (cursor.next()) {
            if (!started) {
                started = true;
                findCutAbove();
            }
            if (classify()) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next name that is not occluded; false at the end. */
    boolean nextInChain() {
        while (next()) {
            if (standing != Standing.OCCLUDED) {
                return true;
            }
        }
        return false;
    }

    private boolean isBelowCut() {
        return cutLength >= 0
                && cursor.keyLength() > cutLength
                && Arrays.equals(
                        cursor.page(),
                        cursor.keyOffset(),
                        cursor.keyOffset() + cutLength,
                        cut,
                        0,
                        cutLength);
    }

    /** Sets the standing of the node; false if none of its data is kept. */
    private boolean classify() {
        boolean below = isBelowCut();
        boolean kept = false;
        boolean ns = false;
        boolean dname = false;
        secure = false;
        RrsetCursor rrsets = cursor.rrsets();
        while (rrsets.next()) {
            int type = rrsets.type();
            if (rrsets.count() == 0 || ReplacedTypes.contains(type, cursor.isApex())) {
                continue;
            }
            kept = true;
            ns |= type == RecordType.NS;
            dname |= type == RecordType.DNAME;
            secure |= type == RecordType.DS;
        }
        if (below) {
            standing = Standing.OCCLUDED;
            return kept;
        }
        boolean delegation = ns && !cursor.isApex();
        standing = delegation ? Standing.DELEGATION : Standing.AUTHORITATIVE;
        secure &= delegation;
        if (delegation || dname) {
            setCut(cursor.page(), cursor.keyOffset(), cursor.keyLength());
        } else if (kept) {
            cutLength = -1;
        }
        return kept;
    }

    private void setCut(byte[] key, int offset, int length) {
        System.arraycopy(key, offset, cut, 0, length);
        cutLength = length;
    }

    /** Looks for a cut or DNAME among the ancestors of the first node. */
    private void findCutAbove() {
        byte[] page = cursor.page();
        int offset = cursor.keyOffset();
        NodeCursor above = zone.nodeCursor();
        for (int end = offset; end < offset + cursor.keyLength(); end++) {
            boolean boundary = end == offset || page[end - 1] == 0;
            if (boundary && above.seek(page, offset, end - offset) && cuts(above)) {
                setCut(page, offset, end - offset);
                return;
            }
        }
    }

    private static boolean cuts(NodeCursor node) {
        RrsetCursor rrsets = node.rrsets();
        if (!node.isApex() && rrsets.find(RecordType.NS) && rrsets.count() > 0) {
            return true;
        }
        return rrsets.find(RecordType.DNAME) && rrsets.count() > 0;
    }
}
