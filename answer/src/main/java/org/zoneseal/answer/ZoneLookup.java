package org.zoneseal.answer;

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

    private static final int NONE = Integer.MAX_VALUE;

    private ZoneVersion version = NOTHING;
    private final NodeCursor node = new NodeCursor();
    private int depth;

    /** Turns to another version. */
    void open(ZoneVersion next) {
        version = next;
        node.openNames(next);
    }

    /**
     * Looks for a name, whose keys are relative to this zone's apex.
     *
     * <p>{@link #node} then stands on the node, cut or DNAME; for {@code EMPTY} and {@code ABSENT}
     * on the last node before the name.
     */
    Found find(SoughtName name) {
        byte[] key = name.key;
        long cuts = version.cutDepths();
        if ((cuts & 1) != 0 && name.depth > 0 && node.seek(key, 0, 0) && owns(RecordType.DNAME)) {
            depth = 0;
            return Found.DNAME;
        }
        for (int d = nextCut(cuts, 1); d < name.depth; d = nextCut(cuts, d + 1)) {
            int length = name.keyLength(d);
            depth = d;
            if (node.seek(key, 0, length)) {
                if (owns(RecordType.NS)) {
                    return Found.CUT;
                }
                if (owns(RecordType.DNAME)) {
                    return Found.DNAME;
                }
            } else if (node.commonWithNext(key, 0, length) < length) {
                return absent(name, length);
            }
        }
        int length = name.keyLength(name.depth);
        depth = name.depth;
        if (node.seek(key, 0, length)) {
            return depth > 0 && owns(RecordType.NS) ? Found.CUT : Found.NODE;
        }
        return node.commonWithNext(key, 0, length) < length ? absent(name, length) : empty();
    }

    /** The next depth, from one on, at which there are cuts or DNAMEs. */
    private static int nextCut(long cuts, int from) {
        if (from >= Long.SIZE - 1) {
            return cuts < 0 ? from : NONE;
        }
        long rest = cuts >>> from;
        return rest == 0 ? NONE : from + Long.numberOfTrailingZeros(rest);
    }

    /** Between its neighbours, the name's longest ancestor that exists is an ancestor of one. */
    private Found absent(SoughtName name, int length) {
        int common =
                Math.max(
                        node.commonWith(name.key, 0, length),
                        node.commonWithNext(name.key, 0, length));
        depth = name.depthWithin(common);
        return node.page().length == 0 ? Found.BROKEN : Found.ABSENT;
    }

    private Found empty() {
        return node.page().length == 0 ? Found.BROKEN : Found.EMPTY;
    }

    private boolean owns(int type) {
        RrsetCursor rrsets = node.rrsets();
        return rrsets.find(type) && rrsets.count() > 0;
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
        return node.nextStartsWith(key, 0, length);
    }
}
