package org.zoneseal.zones;

import java.util.List;

/** What a {@link PageWriter} has written: nodes in order, ready to be part of a version. */
public final class PackedPages {

    private final List<Page> pages;

    PackedPages(List<Page> pages) {
        this.pages = pages;
    }

    List<Page> pages() {
        return pages;
    }

    /** A cursor over these pages alone. */
    public NodeCursor cursor(byte[] apexWire) {
        PageList list = new PageList(pages);
        return new NodeCursor(apexWire, list, 0, list.pages.length);
    }

    public long records() {
        long sum = 0;
        for (Page page : pages) {
            sum += page.records();
        }
        return sum;
    }
}
