package org.zoneseal.answer;

import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.WireNames;

/**
 * A name that is looked for in a zone, cut up once into what every step needs: where its labels
 * begin, and the keys of all its ancestors below the apex, each a prefix of the next. Mutable, for
 * one thread.
 *
 * <p>Depths count labels below the apex: 0 is the apex, {@link #depth} the name itself.
 */
final class SoughtName {

    private static final int MAX_LABELS = 128;

    /** The uncompressed wire form, in the case in which it came. */
    final byte[] wire = new byte[Name.MAX_WIRE_LENGTH + 1];

    int length = 1;

    /** Labels without the root label. */
    int labels;

    /** Where the labels begin in {@link #wire}, from the left; then where the root label is. */
    private final int[] labelAt = new int[MAX_LABELS + 1];

    /** {@link CanonicalKey} relative to the apex, with room for one more label. */
    final byte[] key = new byte[CanonicalKey.MAX_LENGTH + 4];

    private final int[] keyEnd = new int[MAX_LABELS + 1];

    int depth;

    /** Where the message has this name, uncompressed; {@link ResponseWriter#UNKNOWN} as a rule. */
    int inMessage;

    private final byte[] lower = new byte[Name.MAX_WIRE_LENGTH + 1];
    private boolean isLowered;

    /** Takes another name. */
    void set(byte[] from, int offset) {
        int count = 0;
        int at = offset;
        while (from[at] != 0) {
            labelAt[count++] = at - offset;
            at += from[at] + 1;
        }
        labelAt[count] = at - offset;
        labels = count;
        length = at - offset + 1;
        System.arraycopy(from, offset, wire, 0, length);
        isLowered = false;
        inMessage = ResponseWriter.UNKNOWN;
    }

    /**
     * Makes the keys relative to an apex that the name is at or below.
     *
     * @param apexLabels labels of the apex without the root label
     */
    void relativeTo(int apexLabels) {
        depth = labels - apexLabels;
        int to = 0;
        keyEnd[0] = 0;
        for (int i = depth - 1; i >= 0; i--) {
            int from = labelAt[i] + 1;
            int end = from + wire[from - 1];
            for (int at = from; at < end; at++) {
                byte b = WireNames.lower(wire[at]);
                if ((b & 0xfe) == 0) {
                    key[to++] = 1;
                    b++;
                }
                key[to++] = b;
            }
            key[to++] = 0;
            keyEnd[depth - i] = to;
        }
    }

    /** Bytes of the key of the ancestor at a depth. */
    int keyLength(int atDepth) {
        return keyEnd[atDepth];
    }

    /** The deepest ancestor whose key has at most so many bytes. */
    int depthWithin(int keyBytes) {
        int found = 0;
        while (found < depth && keyEnd[found + 1] <= keyBytes) {
            found++;
        }
        return found;
    }

    /** Where in {@link #wire} the ancestor at a depth begins. */
    int ancestorAt(int atDepth) {
        return labelAt[depth - atDepth];
    }

    /** Where the message has the ancestor at a depth, or {@link ResponseWriter#UNKNOWN}. */
    int pointer(int atDepth) {
        return inMessage == ResponseWriter.UNKNOWN
                ? ResponseWriter.UNKNOWN
                : inMessage + ancestorAt(atDepth);
    }

    /** The wire form in lower case, as hashes need it. */
    byte[] lowerWire() {
        if (!isLowered) {
            System.arraycopy(wire, 0, lower, 0, length);
            WireNames.toLowerCase(lower, 0, length);
            isLowered = true;
        }
        return lower;
    }
}
