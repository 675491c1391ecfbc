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

    PageList(List<Page> pages) {
        this.pages = pages.toArray(Page[]::new);
        long nodeSum = 0;
        long recordSum = 0;
        for (Page page : pages) {
            nodeSum += page.nodes();
            recordSum += page.records();
        }
        this.nodes = nodeSum;
        this.records = recordSum;
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

    long bytes() {
        long sum = 0;
        for (Page page : pages) {
            sum += page.bytes().length;
        }
        return sum;
    }
}
