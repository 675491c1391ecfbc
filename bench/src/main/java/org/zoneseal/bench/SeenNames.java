package org.zoneseal.bench;

/**
 * A set of short host names, 16 bytes a slot: ten million of them fit beside the work.
 *
 * <p>A name of up to 24 letters, digits and hyphens is two numbers to the base 38, twelve
 * characters each; open addressing, at most half full.
 */
final class SeenNames {

    private static final int CHARACTERS_PER_LONG = 12;

    private final long[] slots;
    private final int mask;
    private int size;

    SeenNames(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) << 2;
        slots = new long[2 * capacity];
        mask = capacity - 1;
    }

    int size() {
        return size;
    }

    /** Adds a name, which is not empty; false if it was there. */
    boolean add(String name) {
        int split = Math.min(CHARACTERS_PER_LONG, name.length());
        long head = number(name, 0, split);
        long tail = number(name, split, name.length());
        int slot = slotOf(head, tail);
        while (slots[2 * slot] != 0) {
            if (slots[2 * slot] == head && slots[2 * slot + 1] == tail) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        slots[2 * slot] = head;
        slots[2 * slot + 1] = tail;
        size++;
        return true;
    }

    private int slotOf(long head, long tail) {
        long hash = (head * 0x9e3779b97f4a7c15L ^ tail) * 0xc2b2ae3d27d4eb4fL;
        return (int) (hash >>> 32) & mask;
    }

    private static long number(String name, int from, int to) {
        if (to - from > CHARACTERS_PER_LONG) {
            throw new IllegalArgumentException("more than 24 characters: " + name);
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 38 + digit(name.charAt(i));
        }
        return number;
    }

    private static int digit(char character) {
        if (character >= 'a') {
            return character - 'a' + 1;
        }
        return character == '-' ? 37 : character - '0' + 27;
    }
}
