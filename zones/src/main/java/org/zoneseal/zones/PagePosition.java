package org.zoneseal.zones;

/** A place in a range of pages. Mutable, for one thread. */
final class PagePosition {

    private byte[][] pages;
    private int lastPage;
    private int pageIndex;
    private int nextNode;

    /** The page of the current node, and where in it the node begins. */
    byte[] page = Page.EMPTY;

    int node;
    int keyOffset;
    int keyLength;

    /** Before the first node of the pages {@code from} to {@code to}. */
    PagePosition(PageList list, int from, int to) {
        this.pages = list.pages;
        open(list, from, to);
    }

    /** Goes before the first node of some pages of another list. */
    void open(PageList list, int from, int to) {
        pages = list.pages;
        lastPage = to;
        standBefore(from);
    }

    private void standBefore(int index) {
        pageIndex = index - 1;
        page = Page.EMPTY;
        nextNode = 0;
        keyOffset = 0;
        keyLength = 0;
    }

    boolean next() {
        while (nextNode == page.length) {
            if (pageIndex + 1 >= lastPage) {
                return false;
            }
            page = pages[++pageIndex];
            nextNode = Page.firstNode(page);
        }
        standOn(nextNode);
        return true;
    }

    private void standOn(int offset) {
        node = offset;
        int at = offset + PageFormat.NODE_HEADER;
        nextNode = at + PageFormat.u24(page, offset);
        keyLength = PageFormat.varint(page, at);
        keyOffset = at + PageFormat.varintLength(keyLength);
    }

    /** Whether both stand on the first node of one and the same page. */
    @SuppressWarnings("ReferenceEquality") // the same page, not one with the same content
    boolean isAtStartOfPageOf(PagePosition other) {
        return page == other.page && node == Page.firstNode(page) && other.node == node;
    }

    /**
     * From the start of a page that both have, lets {@link #next} go to the first page that not
     * both have, in both. Looks at references only: touching a byte of each page would cost a cache
     * miss for each.
     */
    @SuppressWarnings("ReferenceEquality") // the same page, not one with the same content
    void skipPagesSharedWith(PagePosition other) {
        while (pageIndex + 1 < lastPage
                && other.pageIndex + 1 < other.lastPage
                && pages[pageIndex + 1] == other.pages[other.pageIndex + 1]) {
            pageIndex++;
            other.pageIndex++;
        }
        page = pages[pageIndex];
        nextNode = page.length;
        other.page = page;
        other.nextNode = page.length;
    }

    int nodeEnd() {
        return nextNode;
    }

    /** Stands on a node of a page; a page of -1 is before the first node. */
    void moveTo(int index, int offset) {
        if (index < 0) {
            standBefore(0);
        } else {
            pageIndex = index;
            page = pages[index];
            standOn(offset);
        }
    }

    /** Stands on the very last node; false if there are no pages. */
    boolean moveToLast() {
        int index = pages.length - 1;
        if (index < 0) {
            return false;
        }
        moveTo(index, Page.lastNode(pages[index]));
        return true;
    }

    /** Bytes that the key of the next node has in common with a given key; -1 at the end. */
    int commonWithNext(byte[] key, int offset, int length) {
        byte[] nextPage = page;
        int next = nextNode;
        if (next == page.length) {
            if (pageIndex + 1 >= lastPage) {
                return -1;
            }
            nextPage = pages[pageIndex + 1];
            next = Page.firstNode(nextPage);
        }
        int at = next + PageFormat.NODE_HEADER;
        int nextLength = PageFormat.varint(nextPage, at);
        at += PageFormat.varintLength(nextLength);
        return PageFormat.common(nextPage, at, nextLength, key, offset, length);
    }
}
