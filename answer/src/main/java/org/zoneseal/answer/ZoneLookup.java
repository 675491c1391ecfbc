package org.zoneseal.answer;

import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Finds in one version of a zone what there is for a name: step 3 of the algorithm of RFC 1034
 * §4.3.2, as RFC 4592 and RFC 6672 §3.2 have it. Mutable, for one thread.
 *
 * <p>Keys make it short. An ancestor's key is a prefix of the name's, so matching down label by
 * label is one search for each prefix, and only at depths at which the version has any cut or DNAME
 * at all. Whether a name that owns nothing exists all the same (an empty non-terminal), and which
 * ancestor is the closest encloser, can be seen from the two nodes beside the place where its key
 * would be.
 */
final class ZoneLookup {

    /** What was found. */
    enum Found {
        /** A node of that name, which is no cut unless it is the apex. */
        NODE,
        /** The name exists and owns nothing (RFC 4592 §2.2.2). */
        EMPTY,
        /** The name is at or below a zone cut. */
        CUT,
        /** The name is below a DNAME. */
        DNAME,
        /** There is no such name. */
        ABSENT,
        /** The zone has no apex: there is nothing to be found. */
        BROKEN
    }

    /** What cursors stand in until they are turned to a zone. */
    static final ZoneVersion NOTHING = ZoneVersion.of(Name.ROOT, List.of(), List.of());

    private ZoneVersion version = NOTHING;
    private NodeCursor node = NOTHING.nodeCursor();
    private NodeCursor after = NOTHING.nodeCursor();
    private int depth;

    /** Turns to another version. */
    void open(ZoneVersion next) {
        version = next;
        node = version.nodeCursor();
        after = version.nodeCursor();
    }

    /**
     * Looks for a name, whose keys are relative to this zone's apex.
     *
     * <p>{@link #node} then stands on the node, cut or DNAME; for {@code EMPTY} and {@code ABSENT}
     * on the last node before the name.
     */
    Found find(SoughtName name) {
        depth = 0;
        if (!node.seek(name.key, 0, 0)) {
            return Found.BROKEN;
        }
        if (name.depth == 0) {
            return Found.NODE;
        }
        if (owns(RecordType.DNAME)) {
            return Found.DNAME;
        }
        for (int d = 1; d <= name.depth; d++) {
            int length = name.keyLength(d);
            if (node.seek(name.key, 0, length)) {
                depth = d;
                if (owns(RecordType.NS)) {
                    return Found.CUT;
                }
                if (d < name.depth && owns(RecordType.DNAME)) {
                    return Found.DNAME;
                }
            } else if (!isAbove(name.key, length)) {
                depth = closestEncloser(name, length);
                return Found.ABSENT;
            } else if (d == name.depth) {
                depth = d;
                return Found.EMPTY;
            }
        }
        return Found.NODE;
    }

    private boolean owns(int type) {
        RrsetCursor rrsets = node.rrsets();
        return rrsets.find(type) && rrsets.count() > 0;
    }

    /** Whether a node lies below a name that is none itself; {@link #node} is the one before it. */
    private boolean isAbove(byte[] key, int length) {
        after.seek(key, 0, length);
        return after.next()
                && after.keyLength() > length
                && Arrays.equals(
                        after.page(),
                        after.keyOffset(),
                        after.keyOffset() + length,
                        key,
                        0,
                        length);
    }

    /** The depth of the longest ancestor that exists: an ancestor of one of the neighbours. */
    private int closestEncloser(SoughtName name, int length) {
        int common = Math.max(common(node, name.key, length), common(after, name.key, length));
        return name.depthWithin(common);
    }

    private static int common(NodeCursor neighbour, byte[] key, int length) {
        int at = neighbour.keyOffset();
        int mismatch =
                Arrays.mismatch(neighbour.page(), at, at + neighbour.keyLength(), key, 0, length);
        return mismatch < 0 ? length : mismatch;
    }

    /** The version that is open. */
    ZoneVersion version() {
        return version;
    }

    /** Where {@link #find} ended. */
    NodeCursor node() {
        return node;
    }

    /** The depth of what was found; for {@code ABSENT}, of the closest encloser. */
    int depth() {
        return depth;
    }

    /**
     * Looks for a key without regard to cuts; {@link #node} then stands on the node or the last one
     * before it.
     */
    boolean seek(byte[] key, int length) {
        return node.seek(key, 0, length);
    }

    /** Whether a name that is not there itself has something below; after {@link #seek}. */
    boolean isEmptyNonTerminal(byte[] key, int length) {
        return isAbove(key, length);
    }
}
