package org.zoneseal.zones;

import java.util.List;

/**
 * Nodes of a zone in key order: an immutable list of pages, searched by halving.
 *
 * <p>Two levels are enough: a zone of ten million delegations has some hundred thousand pages, and
 * copying that many references, once for each changed version, costs microseconds.
 */
final class PageList {

    static final PageList EMPTY = new PageList(List.of());

    final Page[] pages;
    final long nodes;
    final long records;
    final long bytes;

    PageList(List<Page> pages) {
        this.pages = pages.toArray(Page[]::new);
        long nodeSum = 0;
        long recordSum = 0;
        long byteSum = 0;
        for (Page page : pages) {
            nodeSum += page.nodes();
            recordSum += page.records();
            byteSum += page.bytes().length;
        }
        this.nodes = nodeSum;
        this.records = recordSum;
        this.bytes = byteSum;
    }

    /** Pages whose sums are known. */
    PageList(Page[] pages, long nodes, long records, long bytes) {
        this.pages = pages;
        this.nodes = nodes;
        this.records = records;
        this.bytes = bytes;
    }

    /** Index of the last page that begins at or before the key; -1 if all begin after it. */
    int floorPage(byte[] key, int offset, int length) {
        int low = 0;
        int high = pages.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Page.compareKey(pages[middle].bytes(), 0, key, offset, length) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
