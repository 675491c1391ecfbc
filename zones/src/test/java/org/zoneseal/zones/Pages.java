package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;

/** Lays a version out anew: where pages end is where things break. */
final class Pages {

    private Pages() {}

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
