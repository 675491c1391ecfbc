package org.zoneseal.answer;

import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Proofs by NSEC (RFC 4035 §3.1.3, RFC 6840 §4). Mutable, for one thread.
 *
 * <p>What covers a name is the NSEC of the last node before it. If that node is one that a cut or a
 * DNAME hides, it has none, and the NSEC is the cut's.
 */
final class NsecDenial implements Denial {

    /** How far back an NSEC is looked for in a zone that is not signed throughout. */
    private static final int MAX_STEPS_BACK = 16;

    private final ResponseWriter writer;
    private final NodeCursor cursor = new NodeCursor();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH + 1];
    private final byte[] key = new byte[CanonicalKey.MAX_LENGTH + 4];

    NsecDenial(ResponseWriter writer) {
        this.writer = writer;
    }

    @Override
    public void open(ZoneVersion version) {
        cursor.openNames(version);
    }

    @Override
    public boolean noType(SoughtName name, ZoneLookup at, boolean isEmpty) {
        return isEmpty ? covering(at.node()) : matching(name, at);
    }

    @Override
    public boolean noDs(SoughtName name, ZoneLookup at) {
        return matching(name, at);
    }

    @Override
    public boolean noName(SoughtName name, ZoneLookup at) {
        return covering(at.node()) && coveringWildcard(name, at.depth());
    }

    @Override
    public boolean wildcard(SoughtName name, ZoneLookup at) {
        return covering(at.node());
    }

    @Override
    public boolean wildcardNoType(SoughtName name, ZoneLookup at) {
        return covering(at.node()) && coveringWildcard(name, at.depth());
    }

    /** The NSEC of the node itself, which has the name or an ancestor of it. */
    private boolean matching(SoughtName name, ZoneLookup at) {
        RrsetCursor rrsets = at.node().rrsets();
        if (!rrsets.find(RecordType.NSEC)
                || rrsets.count() == 0
                || writer.has(rrsets, name.wire, name.ancestorAt(at.depth()))) {
            return true;
        }
        return writer.rrset(
                ResponseWriter.AUTHORITY,
                name.wire,
                name.ancestorAt(at.depth()),
                name.pointer(at.depth()),
                rrsets,
                true,
                ResponseWriter.ANY_TTL);
    }

    /** The NSEC of the wildcard, or else of the last node before it: it may be empty or absent. */
    private boolean coveringWildcard(SoughtName name, int encloser) {
        int length = wildcardKey(name, encloser, key);
        cursor.seek(key, 0, length);
        return covering(cursor);
    }

    /** Writes the key of the wildcard at an encloser, and returns its length. */
    static int wildcardKey(SoughtName name, int encloser, byte[] out) {
        int length = name.keyLength(encloser);
        System.arraycopy(name.key, 0, out, 0, length);
        out[length] = '*';
        out[length + 1] = 0;
        return length + 2;
    }

    /** The NSEC of a node, or else of the last one before it that has one. */
    private boolean covering(NodeCursor floor) {
        RrsetCursor rrsets = floor.rrsets();
        if (rrsets.find(RecordType.NSEC) && rrsets.count() > 0) {
            return write(floor, rrsets);
        }
        return coveringAbove(floor);
    }

    private boolean coveringAbove(NodeCursor hidden) {
        int length = hidden.keyLength();
        System.arraycopy(hidden.page(), hidden.keyOffset(), key, 0, length);
        for (int at = 0; at < length; at++) {
            if (key[at] == 0 && cursor.seek(key, 0, at + 1) && hides(cursor.rrsets())) {
                return writeIfThere(cursor);
            }
        }
        for (int step = 0; step < MAX_STEPS_BACK && length > 0; step++) {
            // No key lies between this one and the same without its last byte.
            cursor.seek(key, 0, length - 1);
            RrsetCursor rrsets = cursor.rrsets();
            if (rrsets.find(RecordType.NSEC) && rrsets.count() > 0) {
                return write(cursor, rrsets);
            }
            length = cursor.keyLength();
            System.arraycopy(cursor.page(), cursor.keyOffset(), key, 0, length);
        }
        return true;
    }

    private static boolean hides(RrsetCursor rrsets) {
        return rrsets.find(RecordType.NS) || rrsets.find(RecordType.DNAME);
    }

    private boolean writeIfThere(NodeCursor node) {
        RrsetCursor rrsets = node.rrsets();
        return !rrsets.find(RecordType.NSEC) || rrsets.count() == 0 || write(node, rrsets);
    }

    private boolean write(NodeCursor node, RrsetCursor nsec) {
        node.owner(owner, 0);
        return writer.has(nsec, owner, 0)
                || writer.rrset(
                        ResponseWriter.AUTHORITY,
                        owner,
                        0,
                        ResponseWriter.UNKNOWN,
                        nsec,
                        true,
                        ResponseWriter.ANY_TTL);
    }
}
