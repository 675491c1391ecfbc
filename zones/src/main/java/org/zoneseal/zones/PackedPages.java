package org.zoneseal.zones;

import java.util.List;

/** What a {@link PageWriter} has written: nodes in order, ready to be part of a version. */
public final class PackedPages {

    private final List<byte[]> pages;

    PackedPages(List<byte[]> pages) {
        this.pages = pages;
    }

    List<byte[]> pages() {
        return pages;
    }

    /** A cursor over these pages alone. */
    public NodeCursor cursor(byte[] apexWire) {
        PageList list = PageList.of(pages);
        return new NodeCursor(apexWire, list, 0, list.pages.length);
    }

    public long records() {
        long sum = 0;
        for (byte[] page : pages) {
            sum += Page.records(page);
        }
        return sum;
    }
}
