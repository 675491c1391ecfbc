package org.zoneseal.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * The zone cut or DNAME that the first names of a range may lie below.
 *
 * <p>A proof that was given a wrong one is found out when the ranges are joined, and made again.
 */
public final class Enclosing {

    /** Below no cut: so does a zone begin. */
    public static final Enclosing NONE = new Enclosing(null);

    private final byte @Nullable [] key;

    private Enclosing(byte @Nullable [] key) {
        this.key = key;
    }

    /** Below the name of this key (relative to the apex). */
    public static Enclosing below(byte[] key) {
        return new Enclosing(key.clone());
    }

    /**
     * Looks for the outermost cut above a name, in any version of the zone with the same cuts.
     *
     * @param name holds the name's key relative to the apex
     */
    public static Enclosing of(ZoneVersion version, byte[] name, int offset, int length) {
        NodeCursor node = version.nodeCursor();
        for (int above = 0; above < length; above++) {
            boolean label = above == 0 || name[offset + above - 1] == 0;
            if (label && node.seek(name, offset, above) && isCut(node)) {
                return new Enclosing(Arrays.copyOfRange(name, offset, offset + above));
            }
        }
        return NONE;
    }

    private static boolean isCut(NodeCursor node) {
        RrsetCursor rrsets = node.rrsets();
        if (!node.isApex() && rrsets.find(RecordType.NS) && rrsets.count() > 0) {
            return true;
        }
        return rrsets.find(RecordType.DNAME) && rrsets.count() > 0;
    }

    byte @Nullable [] key() {
        return key;
    }
}
