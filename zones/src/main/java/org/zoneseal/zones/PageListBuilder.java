package org.zoneseal.zones;

import java.util.Arrays;

/**
 * Puts a list together of pages that another list has and of new ones, in order. Mutable, for one
 * thread.
 *
 * <p>What a list knows of its pages is carried over, not read from them again: a change of one name
 * in a million looks at the pages that it writes.
 */
final class PageListBuilder {

    private final PageList base;
    private byte[][] pages;
    private long[] prefixes;
    private int count;
    private long nodes;
    private long records;
    private long bytes;
    private long lostCuts;
    private long freshCuts;

    /** For a list of new pages. */
    PageListBuilder(int pages) {
        this.base = new PageList(new byte[0][], new long[0], Page.EMPTY, 0, 0, 0, 0);
        this.pages = new byte[pages][];
        this.prefixes = new long[pages];
    }

    /** For a list that has much in common with another. */
    PageListBuilder(PageList base) {
        this.base = base;
        this.pages = new byte[base.pages.length + 8][];
        this.prefixes = new long[base.pages.length + 8];
        this.nodes = base.nodes;
        this.records = base.records;
        this.bytes = base.bytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes over the base's pages from one to before another. */
    void share(int from, int to) {
        ensure(to - from);
        System.arraycopy(base.pages, from, pages, count, to - from);
        System.arraycopy(base.prefixes, from, prefixes, count, to - from);
        count += to - from;
    }

    /** Says that a page of the base is not taken over. */
    void drop(byte[] page) {
        nodes -= Page.nodes(page);
        records -= Page.records(page);
        bytes -= page.length;
        lostCuts |= Page.cutDepths(page);
    }

    void add(byte[] page) {
        ensure(1);
        pages[count] = page;
        prefixes[count++] = prefix(page, base.shared.length);
        nodes += Page.nodes(page);
        records += Page.records(page);
        bytes += page.length;
        freshCuts |= Page.cutDepths(page);
    }

    byte[] removeLast() {
        byte[] page = pages[--count];
        drop(page);
        return page;
    }

    private void ensure(int more) {
        if (count + more > pages.length) {
            int room = Math.max(count + more, pages.length * 2);
            pages = Arrays.copyOf(pages, room);
            prefixes = Arrays.copyOf(prefixes, room);
        }
    }

    PageList build() {
        byte[][] exact = count == pages.length ? pages : Arrays.copyOf(pages, count);
        byte[] shared = sharedOf(exact);
        if (!Arrays.equals(shared, base.shared)) {
            for (int i = 1; i < count; i++) {
                prefixes[i] = prefix(exact[i], shared.length);
            }
        }
        return new PageList(
                exact,
                Arrays.copyOf(prefixes, count),
                shared,
                nodes,
                records,
                bytes,
                cutDepths(exact));
    }

    private static byte[] sharedOf(byte[][] pages) {
        if (pages.length < 2) {
            return Page.EMPTY;
        }
        byte[] first = pages[1];
        byte[] last = pages[pages.length - 1];
        int firstAt = Page.firstKey(first);
        int lastAt = Page.firstKey(last);
        int length =
                PageFormat.common(
                        first,
                        firstAt,
                        Page.firstKeyLength(first),
                        last,
                        lastAt,
                        Page.firstKeyLength(last));
        return Arrays.copyOfRange(first, firstAt, firstAt + length);
    }

    private long cutDepths(byte[][] exact) {
        if ((lostCuts & ~freshCuts) == 0) {
            return base.cutDepths | freshCuts;
        }
        long cuts = 0;
        for (byte[] page : exact) {
            cuts |= Page.cutDepths(page);
        }
        return cuts;
    }

    private static long prefix(byte[] page, int shared) {
        int length = Page.firstKeyLength(page);
        return length < shared
                ? Long.MIN_VALUE
                : PageList.prefix(page, Page.firstKey(page), length, shared);
    }
}
