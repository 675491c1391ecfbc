package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some nodes in a row, in the form of {@link PageFormat}, with what is counted about them. */
record Page(byte[] bytes, int nodes, int records) {

    static final byte[] EMPTY = {};

    /** Compares the key of the node at {@code node} with a given key. */
    static int compareKey(byte[] page, int node, byte[] key, int offset, int length) {
        int at = node + PageFormat.NODE_HEADER;
        int keyLength = PageFormat.varint(page, at);
        at += PageFormat.varintLength(keyLength);
        return Arrays.compareUnsigned(page, at, at + keyLength, key, offset, offset + length);
    }

    /** The offset of the last node whose key is not above the given one; -1 if all are above. */
    int floor(byte[] key, int offset, int length) {
        int found = -1;
        int at = 0;
        while (at < bytes.length && compareKey(bytes, at, key, offset, length) <= 0) {
            found = at;
            at += PageFormat.NODE_HEADER + PageFormat.u24(bytes, at);
        }
        return found;
    }

    /** This page's nodes and those of the one behind it. */
    Page joinedWith(Page next) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, both, bytes.length, next.bytes.length);
        return new Page(both, nodes + next.nodes, records + next.records);
    }

    /** The nodes on about as many pages, all of about the same size. */
    List<Page> cut(int parts) {
        List<Page> pages = new ArrayList<>();
        int size = bytes.length / parts;
        int start = 0;
        int nodeCount = 0;
        int recordCount = 0;
        RrsetCursor rrsets = new RrsetCursor();
        int at = 0;
        while (at < bytes.length) {
            int end = at + PageFormat.NODE_HEADER + PageFormat.u24(bytes, at);
            nodeCount++;
            rrsets.reset(bytes, rrsetsOf(at), end);
            while (rrsets.next()) {
                recordCount += rrsets.count() + rrsets.signatureCount();
            }
            at = end;
            if (at - start >= size || at == bytes.length) {
                pages.add(new Page(Arrays.copyOfRange(bytes, start, at), nodeCount, recordCount));
                start = at;
                nodeCount = 0;
                recordCount = 0;
            }
        }
        return pages;
    }

    /** Where the RRsets of the node at {@code node} begin. */
    private int rrsetsOf(int node) {
        int keyAt = node + PageFormat.NODE_HEADER;
        int keyLength = PageFormat.varint(bytes, keyAt);
        int caseAt = keyAt + PageFormat.varintLength(keyLength) + keyLength;
        return caseAt + 1 + (bytes[caseAt] & 0xff);
    }
}
