package org.zoneseal.zones;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;

/**
 * Walks the nodes (owner names) of a zone version in canonical order, without making objects.
 * Mutable, for one thread; {@link #next} first.
 *
 * <p>A cursor over both trees of a signed zone merges them. A name that owns an NSEC3 RRset and
 * other data besides is visited twice in a row.
 */
public final class NodeCursor {

    private byte[] apexWire;
    private PageList list;
    private final PagePosition main;
    private final @Nullable PagePosition other;
    private boolean mainAhead;
    private boolean otherAhead;
    private PagePosition current;
    private final RrsetCursor rrsets = new RrsetCursor();

    /** A cursor over nothing, to be opened over a version. */
    public NodeCursor() {
        this(Page.EMPTY, PageList.EMPTY, 0, 0);
    }

    NodeCursor(byte[] apexWire, PageList list, int from, int to) {
        this.apexWire = apexWire;
        this.list = list;
        this.main = new PagePosition(list, from, to);
        this.other = null;
        this.current = main;
    }

    /** Over two lists, merged. */
    NodeCursor(byte[] apexWire, PageList list, PageList merged) {
        this.apexWire = apexWire;
        this.list = list;
        this.main = new PagePosition(list, 0, list.pages.length);
        this.other = new PagePosition(merged, 0, merged.pages.length);
        this.current = main;
        this.mainAhead = main.next();
        this.otherAhead = other.next();
        this.fresh = true;
    }

    private boolean fresh;

    /** Goes before the first of all owner names of a version but those of NSEC3 records. */
    public void openNames(ZoneVersion version) {
        open(version, version.names);
    }

    /**
     * Goes before the first of the owners of NSEC3 records of a version, which are in hash order.
     */
    public void openHashes(ZoneVersion version) {
        open(version, version.hashes);
    }

    private void open(ZoneVersion version, PageList pages) {
        checkNotMerged();
        apexWire = version.apexWire();
        list = pages;
        main.open(pages, 0, pages.pages.length);
    }

    /** Goes to the next node; false at the end. */
    public boolean next() {
        return other == null ? main.next() : nextMerged(other);
    }

    private boolean nextMerged(PagePosition second) {
        if (!fresh) {
            if (current == main) {
                mainAhead = main.next();
            } else {
                otherAhead = second.next();
            }
        }
        fresh = false;
        if (mainAhead && otherAhead) {
            current = compareKeys(main, second) <= 0 ? main : second;
        } else {
            current = mainAhead ? main : second;
        }
        return mainAhead || otherAhead;
    }

    private static int compareKeys(PagePosition a, PagePosition b) {
        return Arrays.compareUnsigned(
                a.page,
                a.keyOffset,
                a.keyOffset + a.keyLength,
                b.page,
                b.keyOffset,
                b.keyOffset + b.keyLength);
    }

    /** The array that holds the current node; not to be written to. */
    public byte[] page() {
        return current.page;
    }

    /** Where in {@link #page} the key relative to the apex begins ({@link CanonicalKey}). */
    public int keyOffset() {
        return current.keyOffset;
    }

    /** Bytes of the key; 0 at the apex. */
    public int keyLength() {
        return current.keyLength;
    }

    public boolean isApex() {
        return current.keyLength == 0;
    }

    /**
     * Writes the owner name's wire form, in the case in which it came.
     *
     * @return its length in bytes
     */
    public int owner(byte[] out, int at) {
        int caseAt = current.keyOffset + current.keyLength;
        int caseLength = current.page[caseAt] & 0xff;
        if (caseLength == 0) {
            return CanonicalKey.decode(
                    current.page, current.keyOffset, current.keyLength, apexWire, out, at);
        }
        System.arraycopy(current.page, caseAt + 1, out, at, caseLength);
        System.arraycopy(apexWire, 0, out, at + caseLength, apexWire.length);
        return caseLength + apexWire.length;
    }

    /** The node's RRsets, from the first; the same object at each call. */
    public RrsetCursor rrsets() {
        int caseAt = current.keyOffset + current.keyLength;
        rrsets.reset(current.page, caseAt + 1 + (current.page[caseAt] & 0xff), current.nodeEnd());
        return rrsets;
    }

    /**
     * Stands on the node with this key, or else on the last one before it (before the first node if
     * there is none), looking in the whole version; {@link #next} goes on from there to the
     * cursor's end.
     *
     * @return whether the node is there
     */
    public boolean seek(byte[] key, int offset, int length) {
        checkNotMerged();
        int index = list.floorPage(key, offset, length);
        if (index < 0) {
            main.moveTo(-1, 0);
            return false;
        }
        main.moveTo(index, Page.floor(list.pages[index], key, offset, length));
        return main.keyLength == length
                && Arrays.equals(
                        main.page,
                        main.keyOffset,
                        main.keyOffset + length,
                        key,
                        offset,
                        offset + length);
    }

    /** Stands on the last node of the whole version; false if there is none. */
    public boolean last() {
        checkNotMerged();
        return main.moveToLast();
    }

    private void checkNotMerged() {
        if (other != null) {
            throw new IllegalStateException("a merged cursor cannot seek");
        }
    }

    /** How many bytes the node's key and the given one begin with in common. */
    public int commonWith(byte[] key, int offset, int length) {
        return PageFormat.common(
                current.page, current.keyOffset, current.keyLength, key, offset, length);
    }

    /**
     * How many bytes the key of the node that {@link #next} would go to and the given one begin
     * with in common; -1 if there is no such node. After {@link #seek} of a key, this is the key's
     * length if something is below its name.
     */
    public int commonWithNext(byte[] key, int offset, int length) {
        checkNotMerged();
        return main.commonWithNext(key, offset, length);
    }

    /** Whether the key of the node that {@link #next} would go to begins with the given one. */
    public boolean nextStartsWith(byte[] key, int offset, int length) {
        return commonWithNext(key, offset, length) == length;
    }

    /** Compares the nodes' keys: the canonical order of names of one zone. */
    int compareKey(NodeCursor that) {
        return compareKeys(current, that.current);
    }

    /** Whether both stand on the first node of a page that their versions share. */
    boolean isAtStartOfPageOf(NodeCursor that) {
        return current.isAtStartOfPageOf(that.current);
    }

    /** Lets {@link #next} of both go behind the pages that they share from here on. */
    void skipPagesSharedWith(NodeCursor that) {
        current.skipPagesSharedWith(that.current);
    }

    /**
     * Where in {@link #page} the node begins. From its first node on a page holds nodes and nothing
     * else, to the array's end.
     */
    public int nodeOffset() {
        return current.node;
    }

    int storedEnd() {
        return current.nodeEnd();
    }
}
