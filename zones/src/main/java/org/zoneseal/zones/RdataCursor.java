package org.zoneseal.zones;

/**
 * Walks the rdatas of one RRset where they lie. Mutable, for one thread; {@link #next} first.
 *
 * <p>Rdatas are unique and in the canonical order of RFC 4034 §6.3, uncompressed, names in the case
 * in which they came.
 */
public final class RdataCursor {

    private byte[] page = Page.EMPTY;
    private int left;
    private int offset;
    private int length;

    void reset(byte[] page, int at, int count) {
        this.page = page;
        this.offset = at;
        this.length = 0;
        this.left = count;
    }

    /** Goes to the next rdata; false at the end. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        int at = offset + length;
        length = PageFormat.varint(page, at);
        offset = at + PageFormat.varintLength(length);
        return true;
    }

    /** Rdatas that {@link #next} has still to come to. */
    public int remaining() {
        return left;
    }

    /** The array that holds the rdata; not to be written to. */
    public byte[] bytes() {
        return page;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The offset behind the current rdata. */
    int end() {
        return offset + length;
    }
}
