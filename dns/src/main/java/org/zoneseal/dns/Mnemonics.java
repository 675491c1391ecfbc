package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words that stand for numbers, looked up by their bytes, case ignored, without making a string.
 *
 * <p>An open hash table whose keys are the first eight bytes packed into a {@code long}; a hit is
 * compared byte by byte, so longer words and odd bytes are told apart.
 */
final class Mnemonics {

    private static final int SLOTS = 1024;

    private final long[] keys = new long[SLOTS];
    private final byte[][] words = new byte[SLOTS][];
    private final int[] values = new int[SLOTS];
    private final Map<Integer, byte[]> byValue = new HashMap<>();

    /** The first word given for a number is the one that is written. */
    Mnemonics add(String word, int value) {
        byte[] ascii = word.getBytes(StandardCharsets.US_ASCII);
        long key = key(ascii, 0, ascii.length);
        int slot = slot(key);
        while (words[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        keys[slot] = key;
        words[slot] = ascii;
        values[slot] = value;
        byValue.putIfAbsent(value, ascii);
        return this;
    }

    /** The number of a word, or -1. */
    int find(byte[] text, int from, int to) {
        long key = key(text, from, to);
        for (int slot = slot(key); words[slot] != null; slot = (slot + 1) & (SLOTS - 1)) {
            byte[] word = words[slot];
            if (keys[slot] == key
                    && word.length == to - from
                    && WireNames.equalsIgnoreCase(word, 0, text, from, word.length)) {
                return values[slot];
            }
        }
        return -1;
    }

    byte @Nullable [] word(int value) {
        return byValue.get(value);
    }

    private static long key(byte[] text, int from, int to) {
        long key = to - from;
        int end = Math.min(to, from + 8);
        for (int i = from; i < end; i++) {
            key = key << 8 | text[i] & 0xdf;
        }
        return key;
    }

    private static int slot(long key) {
        return (int) (key * 0x9e3779b97f4a7c15L >>> 54);
    }
}
