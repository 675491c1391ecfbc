package org.zoneseal.zones;

/**
 * Walks the RRsets of one node where they lie, by ascending type. Mutable, for one thread; {@link
 * #next} first.
 */
public final class RrsetCursor {

    /** A record has two bytes of owner and ten of type, class, TTL and length in a message. */
    private static final int RECORD_OVERHEAD = 12;

    private final RdataCursor rdatas = new RdataCursor();
    private final RdataCursor signatures = new RdataCursor();
    private byte[] page = Page.EMPTY;
    private int start;
    private int at;
    private int end;
    private int header;
    private int count;
    private int signatureCount;
    private long signatureTtl;
    private int body;

    void reset(byte[] page, int at, int end) {
        this.page = page;
        this.start = at;
        this.at = at;
        this.end = end;
    }

    /** Goes to the next RRset; false at the end. */
    public boolean next() {
        if (at == end) {
            return false;
        }
        header = at;
        int bodyStart = at + PageFormat.RRSET_HEADER;
        at = bodyStart + PageFormat.u24(page, header + 6);
        int shape = PageFormat.varint(page, bodyStart);
        body = bodyStart + PageFormat.varintLength(shape);
        count = shape >>> 2;
        signatureCount = 0;
        signatureTtl = PageFormat.u32(page, header + 2);
        if ((shape & 1) != 0) {
            signatureCount = PageFormat.varint(page, body);
            body += PageFormat.varintLength(signatureCount);
        }
        if ((shape & 2) != 0) {
            signatureTtl = PageFormat.u32(page, body);
            body += 4;
        }
        return true;
    }

    /** Goes to the RRset of this type, wherever it stood before; false if there is none. */
    public boolean find(int type) {
        int candidate = start;
        while (candidate < end) {
            int its = PageFormat.u16(page, candidate);
            if (its >= type) {
                at = its == type ? candidate : end;
                return next();
            }
            candidate += PageFormat.RRSET_HEADER + PageFormat.u24(page, candidate + 6);
        }
        at = end;
        return false;
    }

    /** Back before the first RRset. */
    public void rewind() {
        at = start;
    }

    public int type() {
        return PageFormat.u16(page, header);
    }

    /** TTL in seconds, 0 to 2^31 - 1. */
    public long ttl() {
        return PageFormat.u32(page, header + 2);
    }

    /** Records of the set; 0 if only signatures over it are there. */
    public int count() {
        return count;
    }

    /** The records' rdatas, from the first. */
    public RdataCursor rdatas() {
        rdatas.reset(page, body, count);
        return rdatas;
    }

    public int signatureCount() {
        return signatureCount;
    }

    /** TTL of the RRSIG records, as a rule that of the set (RFC 4034 §3). */
    public long signatureTtl() {
        return signatureTtl;
    }

    /** Rdatas of the RRSIG records that cover this set, from the first. */
    public RdataCursor signatures() {
        signatures.reset(page, body, count);
        while (signatures.next()) {}
        signatures.reset(page, signatures.end(), signatureCount);
        return signatures;
    }

    /**
     * About how many bytes the set and its signatures take in a message, found without looking at
     * each of them.
     */
    public int messageLength() {
        return storedLength() + (count + signatureCount) * RECORD_OVERHEAD;
    }

    byte[] page() {
        return page;
    }

    /** The stored form of the RRset, for copying it into another page unchanged. */
    int storedOffset() {
        return header;
    }

    int storedLength() {
        return at - header;
    }
}
