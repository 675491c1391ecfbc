package org.zoneseal.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The names of one message of a transfer, shared where they are the same to the letter (RFC 5936
 * §3.4); mutable, for one thread.
 *
 * <p>Nearly all names of a transfer are either new in their first label alone or were written
 * before as a whole. So a name is looked up as a whole first, by a hash that takes eight bytes at a
 * time; only when it is new are its suffixes. Every new name is kept in full beside the message, so
 * that comparing is comparing arrays and no pointers are followed. A slot carries the number of its
 * message: starting the next one forgets all without touching the table.
 *
 * <p>Names that somebody has made to collide, or more names than there is room for, cost
 * compression and never time: a search looks at a fixed number of slots.
 */
final class TransferNames {

    private static final int SLOTS = 8192;
    private static final int MAX_ENTRIES = SLOTS / 2;
    private static final int MAX_PROBES = 8;
    private static final int KEPT_BYTES = 64 * 1024;

    /** One more than the largest offset that a pointer can have (RFC 1035 §4.1.4). */
    static final int POINTER_END = 0x4000;

    private static final int POINTER = 0xc000;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final int GENERATIONS = 1 << 18;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Hash (32 bits), generation of the message (18), offset in the message (14). */
    private final long[] slots = new long[SLOTS];

    /** For each slot, where in {@link #kept} the name begins. */
    private final int[] keptAt = new int[SLOTS];

    private final byte[] kept = new byte[KEPT_BYTES];
    private int keptEnd;
    private int entries;
    private int generation = 1;
    private int offsetOfLast;

    /** Forgets all names: another message begins. */
    void clear() {
        keptEnd = 0;
        entries = 0;
        generation++;
        if (generation == GENERATIONS) {
            Arrays.fill(slots, 0);
            generation = 1;
        }
    }

    /**
     * Writes a name.
     *
     * @param length of the whole wire form
     * @param out has {@code length} bytes left
     * @param start where the message begins in {@code out}
     * @return the offset behind the name
     */
    int write(byte[] name, int offset, int length, byte[] out, int start, int at) {
        if (length == 1) {
            out[at] = 0;
            offsetOfLast = -1;
            return at + 1;
        }
        int hash = hash(name, offset, length);
        int found = find(hash, name, offset, length);
        offsetOfLast = found >= 0 ? found : at - start;
        return found >= 0
                ? point(out, at, found)
                : writeNew(hash, name, offset, length, out, start, at);
    }

    /**
     * Takes note of a name that somebody else has written in full at {@code target} of the message.
     */
    void note(byte[] name, int offset, int length, int target) {
        if (length > 1) {
            remember(hash(name, offset, length), target, keep(name, offset, length));
        }
    }

    /** What to point at for the name written last; -1 if no pointer gets there. */
    int offsetOfLast() {
        return offsetOfLast < POINTER_END ? offsetOfLast : -1;
    }

    /** Writes a pointer and returns the offset behind it. */
    static int point(byte[] out, int at, int target) {
        int pointer = POINTER | target;
        out[at] = (byte) (pointer >> 8);
        out[at + 1] = (byte) pointer;
        return at + 2;
    }

    private int writeNew(
            int hash, byte[] name, int offset, int length, byte[] out, int start, int at) {
        int keep = keep(name, offset, length);
        int suffix = offset;
        int left = length;
        int suffixHash = hash;
        int target = -1;
        while (left > 1 && target < 0) {
            int within = suffix - offset;
            remember(suffixHash, at - start + within, keep < 0 ? keep : keep + within);
            int label = name[suffix] + 1;
            suffix += label;
            left -= label;
            if (left > 1) {
                suffixHash = hash(name, suffix, left);
                target = find(suffixHash, name, suffix, left);
            }
        }
        int copied = suffix - offset;
        System.arraycopy(name, offset, out, at, copied);
        if (target >= 0) {
            return point(out, at + copied, target);
        }
        out[at + copied] = 0;
        return at + copied + 1;
    }

    /** Keeps a name for comparing; -1 if there is no room. */
    private int keep(byte[] name, int offset, int length) {
        if (keptEnd + length > KEPT_BYTES) {
            return -1;
        }
        int at = keptEnd;
        System.arraycopy(name, offset, kept, at, length);
        keptEnd += length;
        return at;
    }

    private void remember(int hash, int target, int nameKeptAt) {
        if (nameKeptAt < 0 || target >= POINTER_END || entries == MAX_ENTRIES) {
            return;
        }
        int slot = hash & SLOTS - 1;
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            if (generationOf(slots[slot]) != generation) {
                slots[slot] = (long) hash << 32 | (long) generation << 14 | target;
                keptAt[slot] = nameKeptAt;
                entries++;
                return;
            }
            slot = slot + 1 & SLOTS - 1;
        }
    }

    private int find(int hash, byte[] name, int offset, int length) {
        int slot = hash & SLOTS - 1;
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            long entry = slots[slot];
            if (generationOf(entry) != generation) {
                return -1;
            }
            if ((int) (entry >> 32) == hash && isKept(keptAt[slot], name, offset, length)) {
                return (int) entry & POINTER_END - 1;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return -1;
    }

    private boolean isKept(int at, byte[] name, int offset, int length) {
        return at + length <= keptEnd
                && Arrays.equals(kept, at, at + length, name, offset, offset + length);
    }

    private static int generationOf(long entry) {
        return (int) entry >>> 14;
    }

    private static int hash(byte[] name, int offset, int length) {
        long hash = length;
        int end = offset + length;
        int at = offset;
        for (; at + 8 <= end; at += 8) {
            hash = (Long.rotateLeft(hash, 5) ^ (long) LONG.get(name, at)) * MULTIPLIER;
        }
        long rest = 0;
        if (length >= 8) {
            rest = (long) LONG.get(name, end - 8);
        } else {
            for (; at < end; at++) {
                rest = rest << 8 | name[at] & 0xff;
            }
        }
        hash = (Long.rotateLeft(hash, 5) ^ rest) * MULTIPLIER;
        return (int) ((hash ^ hash >>> 29) * MULTIPLIER >>> 32);
    }
}
