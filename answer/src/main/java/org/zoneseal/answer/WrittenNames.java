package org.zoneseal.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.zoneseal.dns.WireNames;

/**
 * Where in a response names were written, to be pointed at (RFC 1035 §4.1.4). Mutable, for one
 * thread.
 *
 * <p>Each suffix of each name is an entry of a small open hash table: a hash and an offset; the
 * bytes are compared in the message. What makes it fast beside the compressor of {@code dns}, which
 * is made for messages of 64 KB: the table stays in the processor's first cache, a label is hashed
 * eight bytes at a time, and letters are folded together by one bit without a table (labels that
 * differ in other characters by that bit only share a hash, and are told apart when compared).
 * Entries, probes and hops have bounds: names made to collide cost compression, never time.
 */
final class WrittenNames {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SLOTS = 512;
    private static final int MAX_ENTRIES = 192;
    private static final int MAX_PROBES = 8;
    private static final int MAX_OFFSET = 0x3fff;
    private static final int POINTER = 0xc0;
    private static final long FOLD = 0x2020_2020_2020_2020L;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    /** Hash above, offset from the message's start below; 0 is free. */
    private final long[] slots = new long[SLOTS];

    private final short[] used = new short[MAX_ENTRIES];
    private int entries;

    private final int[] labelAt = new int[129];
    private final int[] suffixHash = new int[129];

    private byte[] out = new byte[1];
    private int start;

    /** Begins a message. */
    void begin(byte[] buffer, int messageStart) {
        backTo(0);
        out = buffer;
        start = messageStart;
    }

    /** The state to go {@link #backTo}. */
    int mark() {
        return entries;
    }

    /** Forgets what was remembered since the mark was made. */
    void backTo(int mark) {
        while (entries > mark) {
            slots[used[--entries]] = 0;
        }
    }

    /** Remembers an uncompressed name that stands in the message. */
    void remember(int at) {
        int labels = hash(out, at);
        for (int i = 0; i < labels; i++) {
            enter(suffixHash[i], labelAt[i] - start);
        }
    }

    /**
     * Writes a name, as short as what was written before allows.
     *
     * @param limit where nothing may be written any more
     * @return the offset behind it, or -1 if it does not fit
     */
    int write(byte[] name, int offset, int at, int limit) {
        int labels = hash(name, offset);
        int shared = labels;
        int target = 0;
        for (int i = 0; i < labels; i++) {
            target = find(name, labelAt[i], suffixHash[i]);
            if (target != 0) {
                shared = i;
                break;
            }
        }
        int copied = labelAt[shared] - offset;
        int behind = at + copied + (target == 0 ? 1 : 2);
        if (behind > limit) {
            return -1;
        }
        for (int i = 0; i < copied; i++) {
            out[at + i] = name[offset + i];
        }
        if (target == 0) {
            out[at + copied] = 0;
        } else {
            out[at + copied] = (byte) (POINTER | target >> 8);
            out[at + copied + 1] = (byte) target;
        }
        for (int i = 0; i < shared; i++) {
            enter(suffixHash[i], at + labelAt[i] - offset - start);
        }
        return behind;
    }

    /** Finds where labels begin, and the hash of each suffix but the root. */
    private int hash(byte[] name, int offset) {
        int labels = 0;
        int at = offset;
        while (name[at] != 0) {
            labelAt[labels++] = at;
            at += name[at] + 1;
        }
        labelAt[labels] = at;
        long hash = 1;
        for (int i = labels - 1; i >= 0; i--) {
            hash = hashLabel(name, labelAt[i], hash);
            suffixHash[i] = (int) (hash >>> 16);
        }
        return labels;
    }

    private static long hashLabel(byte[] name, int offset, long before) {
        int at = offset;
        int left = name[offset] + 1;
        long hash = before;
        while (left >= 8) {
            hash = mix(hash, (long) LONG.get(name, at));
            at += 8;
            left -= 8;
        }
        return left == 0 ? hash : mix(hash, upToSeven(name, at, left));
    }

    private static long upToSeven(byte[] name, int at, int count) {
        if (at + 8 <= name.length) {
            return (long) LONG.get(name, at) & -1L >>> (64 - 8 * count);
        }
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (name[at + i] & 0xff);
        }
        return value;
    }

    private static long mix(long hash, long bytes) {
        long mixed = (hash ^ (bytes | FOLD)) * MULTIPLIER;
        return mixed ^ mixed >>> 29;
    }

    private void enter(int hash, int offset) {
        if (entries == MAX_ENTRIES || offset > MAX_OFFSET) {
            return;
        }
        int slot = hash & SLOTS - 1;
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            if (slots[slot] == 0) {
                slots[slot] = (long) hash << 32 | offset;
                used[entries++] = (short) slot;
                return;
            }
            slot = slot + 1 & SLOTS - 1;
        }
    }

    private int find(byte[] name, int suffix, int hash) {
        int slot = hash & SLOTS - 1;
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            long entry = slots[slot];
            if (entry == 0) {
                return 0;
            }
            if ((int) (entry >>> 32) == hash && isAt(name, suffix, (int) entry & MAX_OFFSET)) {
                return (int) entry & MAX_OFFSET;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return 0;
    }

    /** Whether the name's suffix is the name at an offset of the message, whatever the case. */
    boolean isAt(byte[] name, int suffix, int offset) {
        int mine = suffix;
        int theirs = start + offset;
        while (true) {
            while ((out[theirs] & POINTER) == POINTER) {
                theirs = start + ((out[theirs] & 0x3f) << 8 | out[theirs + 1] & 0xff);
            }
            int label = name[mine];
            if (label != out[theirs]) {
                return false;
            }
            if (label == 0) {
                return true;
            }
            if (!WireNames.equalsIgnoreCase(name, mine + 1, out, theirs + 1, label)) {
                return false;
            }
            mine += label + 1;
            theirs += label + 1;
        }
    }
}
