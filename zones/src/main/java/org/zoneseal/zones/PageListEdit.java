package org.zoneseal.zones;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from a list of pages and adds others: a new list, in which only pages that hold a
 * changed node are new. Mutable, for one thread.
 *
 * <p>A page that has become small is joined with its neighbour, and one that has become large is
 * cut into even parts, each about as large as a builder makes them, so that a list stays what it
 * was through any number of changes. Between {@link #SMALL} and {@link #LARGE} nothing is done:
 * whoever adds a name and takes it away again does not make pages come and go.
 */
final class PageListEdit {

    private static final int SMALL = PageFormat.PAGE_BYTES / 4;
    private static final int LARGE = PageFormat.PAGE_BYTES * 2;

    /** Bytes after which many new nodes in a row are cut into pages before more are written. */
    private static final int MOST = PageFormat.PAGE_BYTES * 8;

    private final PageList base;
    private final byte[] apexWire;
    private final NodeCursor removed;
    private final NodeCursor added;
    private boolean less;
    private boolean more;
    private final PageWriter writer = new PageWriter(Integer.MAX_VALUE);
    private final NodeEdit edit;
    private final PageListBuilder pages;

    private PageListEdit(
            byte[] apexWire, PageList base, PageList removed, PageList added, NodeEdit.Mode mode) {
        this.apexWire = apexWire;
        this.base = base;
        this.removed = cursor(removed, 0, removed.pages.length);
        this.added = cursor(added, 0, added.pages.length);
        this.edit = new NodeEdit(mode, writer);
        this.pages = new PageListBuilder(base);
    }

    /**
     * The list without some records and with others.
     *
     * @throws ZoneException naming the record that does not fit
     */
    static PageList edit(
            byte[] apexWire, PageList base, PageList removed, PageList added, NodeEdit.Mode mode) {
        if (removed.pages.length == 0 && added.pages.length == 0) {
            return base;
        }
        return new PageListEdit(apexWire, base, removed, added, mode).edit();
    }

    private NodeCursor cursor(PageList list, int from, int to) {
        return new NodeCursor(apexWire, list, from, to);
    }

    private PageList edit() {
        less = removed.next();
        more = added.next();
        int from = 0;
        while (less || more) {
            NodeCursor change = nextChange();
            int page = base.floorPage(change.page(), change.keyOffset(), change.keyLength());
            pages.share(from, Math.max(page, 0));
            from = rewrite(Math.max(page, 0));
        }
        pages.share(from, base.pages.length);
        return pages.build();
    }

    private NodeCursor nextChange() {
        return !less ? added : !more || removed.compareKey(added) <= 0 ? removed : added;
    }

    /** Writes a page anew, and those behind it while too little is left; returns the next page. */
    private int rewrite(int first) {
        int page = first;
        do {
            rewriteNodes(page++);
        } while (writer.openBytes() < SMALL && page < base.pages.length);
        flush();
        return Math.min(page, base.pages.length);
    }

    /** Writes the nodes of a page, and the changes that come before the page behind it. */
    private void rewriteNodes(int page) {
        NodeCursor node = cursor(base, page, Math.min(page + 1, base.pages.length));
        boolean old = node.next();
        if (old) {
            pages.drop(base.pages[page]);
        }
        while (old || less && isBefore(removed, page + 1) || more && isBefore(added, page + 1)) {
            boolean change = (less || more) && isBefore(nextChange(), page + 1);
            int side = !change ? -1 : !old ? 1 : node.compareKey(nextChange());
            if (side < 0) {
                writer.copyNode(node);
            } else {
                writeChanged(side == 0 ? node : null);
            }
            old = side <= 0 ? node.next() : old;
            if (writer.openBytes() > MOST) {
                flush();
            }
        }
    }

    private void writeChanged(@Nullable NodeCursor node) {
        NodeCursor change = nextChange();
        boolean gone = less && removed.compareKey(change) == 0;
        boolean come = more && added.compareKey(change) == 0;
        edit.write(node, gone ? removed : null, come ? added : null);
        less = gone ? removed.next() : less;
        more = come ? added.next() : more;
    }

    private boolean isBefore(NodeCursor change, int page) {
        return page >= base.pages.length
                || Page.compareFirstKey(
                                base.pages[page],
                                change.page(),
                                change.keyOffset(),
                                change.keyLength())
                        > 0;
    }

    private void flush() {
        for (byte[] page : writer.finish().pages()) {
            add(page);
        }
    }

    private void add(byte[] page) {
        if (page.length < SMALL && !pages.isEmpty()) {
            repack(pages.removeLast(), page);
        } else if (page.length > LARGE) {
            repack(page);
        } else {
            pages.add(page);
        }
    }

    /** Writes the nodes of some pages in a row on one page, or on several of about one size. */
    private void repack(byte[]... some) {
        int size = 0;
        for (byte[] page : some) {
            size += page.length;
        }
        int limit = size > LARGE ? size / (size / PageFormat.PAGE_BYTES) : Integer.MAX_VALUE;
        PageWriter even = new PageWriter(limit);
        NodeCursor nodes = cursor(PageList.of(List.of(some)), 0, some.length);
        while (nodes.next()) {
            even.copyNode(nodes);
        }
        even.finish().pages().forEach(pages::add);
    }
}
