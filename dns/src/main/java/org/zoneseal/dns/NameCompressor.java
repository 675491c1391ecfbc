package org.zoneseal.dns;

import java.util.Arrays;

/**
 * Remembers where in a message the ends of names were written, and finds them again; mutable, of
 * one {@link MessageWriter}.
 *
 * <p>Every suffix of a written name is an entry of an open hash table: its hash and its offset. The
 * hashes of all suffixes of a name come out of one pass from the right. The bytes themselves are
 * compared in the message, so the table holds numbers only. Entries are kept in the order they were
 * made, and taken out in the opposite order: that is all that leaving out records which did not fit
 * takes, and starting over costs what was written, not the size of the table.
 *
 * <p>Only so many suffixes of a message are remembered, and only so many slots are looked at for
 * each, whatever names somebody may have made to collide. Names are then written longer than need
 * be, never wrong.
 */
final class NameCompressor {

    private static final int SLOTS = 2048;
    private static final int MAX_ENTRIES = SLOTS / 2;
    private static final int MAX_PROBES = 16;
    private static final int MAX_LABELS = 128;

    /** Hash above, offset (never 0) below; 0 is free. */
    private final long[] slots = new long[SLOTS];

    private final short[] usedSlots = new short[MAX_ENTRIES];
    private int entries;

    private final int[] labelOffset = new int[MAX_LABELS];
    private final int[] suffixHash = new int[MAX_LABELS];

    /** Forgets what was written at or behind an offset. */
    void forgetFrom(int offset) {
        while (entries > 0 && offsetIn(slots[usedSlots[entries - 1]]) >= offset) {
            slots[usedSlots[--entries]] = 0;
        }
    }

    /**
     * Writes a name, sharing what was written before.
     *
     * @param start where the message starts in {@code out}
     * @param limit where nothing may be written any more
     * @return the offset behind the name, or -1 if it does not fit; then nothing is remembered of
     *     it
     */
    int write(
            byte[] name,
            int nameOffset,
            byte[] out,
            int start,
            int at,
            int limit,
            NameCompression compression) {
        int labels = hashSuffixes(name, nameOffset);
        int shared = labels;
        int target = -1;
        for (int i = 0; i < labels && target < 0; i++) {
            target = find(name, labelOffset[i], suffixHash[i], out, start, compression);
            shared = target < 0 ? labels : i;
        }
        int copied = labelOffset[shared] - nameOffset;
        int behind = at + copied + (target < 0 ? 1 : 2);
        if (behind > limit) {
            return -1;
        }
        System.arraycopy(name, nameOffset, out, at, copied);
        close(out, at + copied, target);
        for (int i = 0; i < shared; i++) {
            remember(suffixHash[i], at + labelOffset[i] - nameOffset - start);
        }
        return behind;
    }

    private static void close(byte[] out, int at, int target) {
        if (target < 0) {
            out[at] = 0;
        } else {
            out[at] = (byte) (MessageNames.POINTER | target >> 8);
            out[at + 1] = (byte) target;
        }
    }

    /** Finds where labels begin and the hash of each suffix; the root's is not counted. */
    private int hashSuffixes(byte[] name, int nameOffset) {
        int labels = 0;
        int at = nameOffset;
        while (name[at] != 0) {
            labelOffset[labels++] = at;
            at += name[at] + 1;
        }
        labelOffset[labels] = at;
        int hash = 1;
        for (int i = labels - 1; i >= 0; i--) {
            for (int b = labelOffset[i]; b < labelOffset[i + 1]; b++) {
                hash = hash * 31 + WireNames.lower(name[b]);
            }
            suffixHash[i] = hash;
        }
        return labels;
    }

    private int find(
            byte[] name,
            int suffix,
            int hash,
            byte[] message,
            int start,
            NameCompression compression) {
        int slot = firstSlot(hash);
        for (int probe = 0; probe < MAX_PROBES && slots[slot] != 0; probe++) {
            long entry = slots[slot];
            if ((int) (entry >> 32) == hash
                    && same(name, suffix, message, start, offsetIn(entry), compression)) {
                return offsetIn(entry);
            }
            slot = next(slot);
        }
        return -1;
    }

    private static boolean same(
            byte[] name,
            int suffix,
            byte[] message,
            int start,
            int offset,
            NameCompression compression) {
        int mine = suffix;
        int theirs = start + offset;
        while (true) {
            while ((message[theirs] & MessageNames.POINTER) == MessageNames.POINTER) {
                theirs = start + ((message[theirs] & 0x3f) << 8 | message[theirs + 1] & 0xff);
            }
            int label = name[mine];
            if (label != message[theirs]
                    || !sameLabel(name, mine + 1, message, theirs + 1, label, compression)) {
                return false;
            }
            if (label == 0) {
                return true;
            }
            mine += label + 1;
            theirs += label + 1;
        }
    }

    private static boolean sameLabel(
            byte[] left,
            int leftOffset,
            byte[] right,
            int rightOffset,
            int length,
            NameCompression compression) {
        return compression == NameCompression.ANY_CASE
                ? WireNames.equalsIgnoreCase(left, leftOffset, right, rightOffset, length)
                : Arrays.equals(
                        left,
                        leftOffset,
                        leftOffset + length,
                        right,
                        rightOffset,
                        rightOffset + length);
    }

    private void remember(int hash, int offset) {
        if (offset > MessageNames.MAX_POINTER || entries == MAX_ENTRIES) {
            return;
        }
        int slot = firstSlot(hash);
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            if (slots[slot] == 0) {
                slots[slot] = (long) hash << 32 | offset;
                usedSlots[entries++] = (short) slot;
                return;
            }
            slot = next(slot);
        }
    }

    private static int next(int slot) {
        return slot + 1 & SLOTS - 1;
    }

    private static int firstSlot(int hash) {
        return (hash ^ hash >>> 15) & SLOTS - 1;
    }

    private static int offsetIn(long entry) {
        return (int) entry;
    }
}
