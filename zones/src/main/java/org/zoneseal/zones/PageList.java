package org.zoneseal.zones;

import java.util.List;

/**
 * Nodes of a zone in key order: an immutable list of pages, searched by halving.
 *
 * <p>Two levels are enough: a zone of ten million delegations has some hundred thousand pages, and
 * copying that many references, once for each changed version, costs microseconds. Halving reads a
 * table of what the pages' first keys begin with, eight bytes each behind what all of them share,
 * so that it stays in the processor's cache; only pages that begin alike there are looked at
 * themselves. The first page is left out of this: it begins with the apex, whose key shares
 * nothing.
 */
final class PageList {

    static final PageList EMPTY = of(List.of());

    final byte[][] pages;

    /** Of the first key of each page but the first, as {@link #prefix} makes it. */
    final long[] prefixes;

    /** What the first keys of all pages but the first begin with. */
    final byte[] shared;

    final long nodes;
    final long records;
    final long bytes;
    final long cutDepths;

    /** Made by {@link PageListBuilder}. */
    PageList(
            byte[][] pages,
            long[] prefixes,
            byte[] shared,
            long nodes,
            long records,
            long bytes,
            long cutDepths) {
        this.pages = pages;
        this.prefixes = prefixes;
        this.shared = shared;
        this.nodes = nodes;
        this.records = records;
        this.bytes = bytes;
        this.cutDepths = cutDepths;
    }

    static PageList of(List<byte[]> pages) {
        PageListBuilder builder = new PageListBuilder(pages.size());
        pages.forEach(builder::add);
        return builder.build();
    }

    /** What a key that begins with {@code shared} bytes goes on with; signed order is its order. */
    static long prefix(byte[] key, int offset, int length, int shared) {
        return PageFormat.prefix64(key, offset + shared, length - shared) ^ Long.MIN_VALUE;
    }

    /** Index of the last page that begins at or before the key; -1 if all begin after it. */
    int floorPage(byte[] key, int offset, int length) {
        int count = pages.length;
        if (count < 2) {
            return floorFirst(count, key, offset, length);
        }
        int same = PageFormat.common(shared, 0, shared.length, key, offset, length);
        if (same < shared.length) {
            boolean above = same < length && (key[offset + same] & 0xff) > (shared[same] & 0xff);
            return above ? count - 1 : floorFirst(count, key, offset, length);
        }
        long wanted = prefix(key, offset, length, shared.length);
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prefixes[middle] <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 1) {
            return floorFirst(count, key, offset, length);
        }
        return prefixes[low - 1] < wanted ? low - 1 : floorAlike(low, key, offset, length);
    }

    private int floorFirst(int count, byte[] key, int offset, int length) {
        return count > 0 && Page.compareFirstKey(pages[0], key, offset, length) <= 0 ? 0 : -1;
    }

    /** Among the pages up to {@code end} whose prefix is that of the page before it. */
    private int floorAlike(int end, byte[] key, int offset, int length) {
        int low = firstAlike(end - 1);
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Page.compareFirstKey(pages[middle], key, offset, length) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 1 ? low - 1 : floorFirst(pages.length, key, offset, length);
    }

    private int firstAlike(int last) {
        long prefix = prefixes[last];
        int low = 1;
        int high = last;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prefixes[middle] < prefix) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
