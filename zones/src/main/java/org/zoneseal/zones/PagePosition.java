package org.zoneseal.zones;

/** A place in a range of pages. Mutable, for one thread. */
final class PagePosition {

    private final Page[] pages;
    private final int lastPage;
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
        this.pageIndex = from - 1;
        this.lastPage = to;
    }

    boolean next() {
        while (nextNode == page.length) {
            if (pageIndex + 1 >= lastPage) {
                return false;
            }
            page = pages[++pageIndex].bytes();
            nextNode = 0;
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
        return node == 0 && other.node == 0 && page == other.page;
    }

    /** Lets {@link #next} go to the next page. */
    void skipPage() {
        nextNode = page.length;
    }

    int nodeEnd() {
        return nextNode;
    }

    /** Stands on a node of a page; a page of -1 is before the first node. */
    void moveTo(int index, int offset) {
        if (index < 0) {
            pageIndex = -1;
            page = Page.EMPTY;
            nextNode = 0;
            keyOffset = 0;
            keyLength = 0;
            return;
        }
        pageIndex = index;
        page = pages[index].bytes();
        standOn(offset);
    }
}
