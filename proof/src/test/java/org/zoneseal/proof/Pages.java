package org.zoneseal.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.ZoneVersion;

/** Zone versions packed otherwise: the same nodes on pages that end where a test wants. */
final class Pages {

    private final Map<ByteBuffer, PackedPages> known = new HashMap<>();
    private final int share;

    /**
     * For versions of one zone that share the pages that are alike.
     *
     * @param share one in so many nodes ends a page, the same ones in each version
     */
    Pages(int share) {
        this.share = share;
    }

    ZoneVersion of(ZoneVersion version) {
        byte[] apex = version.apex().toWire();
        return ZoneVersion.of(
                version.apex(),
                shared(apex, version.nodeCursor()),
                shared(apex, version.nsec3Cursor()));
    }

    private List<PackedPages> shared(byte[] apex, NodeCursor from) {
        List<PackedPages> pages = new ArrayList<>();
        PageWriter writer = new PageWriter();
        while (from.next()) {
            writer.copyNode(from);
            int at = from.keyOffset();
            byte[] key = Arrays.copyOfRange(from.page(), at, at + from.keyLength());
            if (Math.floorMod(Arrays.hashCode(key), share) == 0) {
                pages.add(shared(apex, writer.finish()));
            }
        }
        pages.add(shared(apex, writer.finish()));
        return pages;
    }

    private PackedPages shared(byte[] apex, PackedPages page) {
        NodeCursor nodes = page.cursor(apex);
        return nodes.next()
                ? known.computeIfAbsent(ByteBuffer.wrap(nodes.page()), same -> page)
                : page;
    }

    /** The version with so many nodes on a page. */
    static ZoneVersion of(ZoneVersion version, int nodes) {
        return ZoneVersion.of(
                version.apex(),
                pack(version.nodeCursor(), nodes),
                pack(version.nsec3Cursor(), nodes));
    }

    private static List<PackedPages> pack(NodeCursor from, int nodes) {
        List<PackedPages> pages = new ArrayList<>();
        PageWriter writer = new PageWriter();
        int count = 0;
        while (from.next()) {
            writer.copyNode(from);
            if (++count % nodes == 0) {
                pages.add(writer.finish());
            }
        }
        pages.add(writer.finish());
        return pages;
    }
}
