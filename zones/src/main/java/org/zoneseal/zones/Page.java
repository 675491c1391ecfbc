package org.zoneseal.zones;

import java.util.Arrays;

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
}
