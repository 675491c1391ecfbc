package org.zoneseal.zones;

import java.util.Arrays;

/**
 * Reads a page: some nodes in a row, in the form of {@link PageFormat}.
 *
 * <p>A page is an array and nothing else, so that a search comes from the list of pages to a node
 * by way of two places in memory: the head of the page with its directory, and the node.
 */
final class Page {

    static final byte[] EMPTY = {};

    /** What is subtracted from a prefix so that signed comparison orders it as unsigned. */
    private static final int SIGN = Integer.MIN_VALUE;

    /** So many prefixes are compared one after the other. */
    private static final int LINEAR = 16;

    private Page() {}

    static int nodes(byte[] page) {
        return PageFormat.u16(page, PageFormat.NODES_AT);
    }

    static int records(byte[] page) {
        return (int) PageFormat.u32(page, PageFormat.RECORDS_AT);
    }

    /** At which depths below the apex the page has zone cuts or DNAMEs: a bit for each. */
    static long cutDepths(byte[] page) {
        return PageFormat.u64(page, PageFormat.CUTS_AT);
    }

    /** Where the first node begins; the last one ends with the array. */
    static int firstNode(byte[] page) {
        int count = nodes(page);
        return samples(page) + PageFormat.directoryBytes(count);
    }

    private static int samples(byte[] page) {
        return PageFormat.SHARED_AT + 1 + (page[PageFormat.SHARED_AT] & 0xff);
    }

    /** Where the last node begins. */
    static int lastNode(byte[] page) {
        int first = firstNode(page);
        return first + PageFormat.u16(page, first - 2);
    }

    /** Bytes of the nodes alone. */
    static int nodeBytes(byte[] page) {
        return page.length - firstNode(page);
    }

    /** Compares the key of the node at {@code node} with a given key. */
    static int compareKey(byte[] page, int node, byte[] key, int offset, int length) {
        int at = node + PageFormat.NODE_HEADER;
        int keyLength = PageFormat.varint(page, at);
        at += PageFormat.varintLength(keyLength);
        return Arrays.compareUnsigned(page, at, at + keyLength, key, offset, offset + length);
    }

    /** Where the key of the first node begins. */
    static int firstKey(byte[] page) {
        int at = firstNode(page) + PageFormat.NODE_HEADER;
        return at + PageFormat.varintLength(PageFormat.varint(page, at));
    }

    static int firstKeyLength(byte[] page) {
        return PageFormat.varint(page, firstNode(page) + PageFormat.NODE_HEADER);
    }

    /** Compares the key of the first node with a given key. */
    static int compareFirstKey(byte[] page, byte[] key, int offset, int length) {
        return compareKey(page, firstNode(page), key, offset, length);
    }

    /** The offset of the last node whose key is not above the given one; -1 if all are above. */
    static int floor(byte[] page, byte[] key, int offset, int length) {
        int shared = page[PageFormat.SHARED_AT] & 0xff;
        int sharedAt = PageFormat.SHARED_AT + 1;
        int same = PageFormat.common(page, sharedAt, shared, key, offset, length);
        if (same < shared) {
            boolean above =
                    same < length && (key[offset + same] & 0xff) > (page[sharedAt + same] & 0xff);
            return above ? lastNode(page) : -1;
        }
        int count = nodes(page);
        int samples = sharedAt + shared;
        int groups = samples + PageFormat.groups(count) * PageFormat.PREFIX_BYTES;
        int wanted = PageFormat.prefix32(key, offset + shared, length - shared) ^ SIGN;
        int group = lastAtMost(wanted, page, samples, PageFormat.groups(count));
        if (group < 0) {
            return -1;
        }
        int found =
                group * PageFormat.GROUP
                        + lastAtMost(
                                wanted,
                                page,
                                groups + group * PageFormat.GROUP_BYTES,
                                Math.min(PageFormat.GROUP, count - group * PageFormat.GROUP));
        if (prefix(page, groups, found) == wanted) {
            found = floorAlike(page, groups, found, wanted, key, offset, length);
        }
        return found < 0 ? -1 : node(page, groups, count, found);
    }

    /** The last of some prefixes that is at most the one wanted; -1 if there is none. */
    private static int lastAtMost(int wanted, byte[] page, int at, int count) {
        int low = 0;
        int high = count;
        while (high - low > LINEAR) {
            int middle = (low + high) >>> 1;
            if ((PageFormat.s32(page, at + middle * PageFormat.PREFIX_BYTES) ^ SIGN) <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // All of them are loaded, so that the processor waits for memory once.
        int found = low - 1;
        for (int i = low; i < high; i++) {
            int prefix = PageFormat.s32(page, at + i * PageFormat.PREFIX_BYTES) ^ SIGN;
            found += prefix <= wanted ? 1 : 0;
        }
        return found;
    }

    /**
     * Among the nodes up to {@code last} with one prefix, and the one before them, by their keys.
     */
    private static int floorAlike(
            byte[] page, int groups, int last, int prefix, byte[] key, int offset, int length) {
        int count = nodes(page);
        int least = last;
        while (least > 0 && prefix(page, groups, least - 1) == prefix) {
            least--;
        }
        int high = last + 1;
        while (least < high) {
            int middle = (least + high) >>> 1;
            if (compareKey(page, node(page, groups, count, middle), key, offset, length) <= 0) {
                least = middle + 1;
            } else {
                high = middle;
            }
        }
        return high - 1;
    }

    private static int prefix(byte[] page, int groups, int index) {
        int group = index / PageFormat.GROUP;
        int at = groups + group * PageFormat.GROUP_BYTES;
        return PageFormat.s32(page, at + index % PageFormat.GROUP * PageFormat.PREFIX_BYTES) ^ SIGN;
    }

    private static int node(byte[] page, int groups, int count, int index) {
        int group = index / PageFormat.GROUP;
        int inGroup = Math.min(PageFormat.GROUP, count - group * PageFormat.GROUP);
        int offsets = groups + group * PageFormat.GROUP_BYTES + inGroup * PageFormat.PREFIX_BYTES;
        return groups
                + count * PageFormat.ENTRY_BYTES
                + PageFormat.u16(page, offsets + index % PageFormat.GROUP * 2);
    }
}
