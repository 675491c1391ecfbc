package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A registry of 16-bit numbers and their mnemonics, looked up both ways in a buffer without making
 * objects.
 *
 * <p>A number without a mnemonic is written as RFC 3597 §5 has it: a fixed word and the number in
 * decimal ({@code TYPE731}, {@code CLASS32}). Text is looked up in a sparse open hash table,
 * ignoring ASCII case; written forms are kept, the generic ones from their first use on.
 */
final class MnemonicTable {

    private static final int NUMBERS = 65536;

    private final byte[] genericWord;
    private final AtomicReferenceArray<byte @Nullable []> written =
            new AtomicReferenceArray<>(NUMBERS);
    private final byte[] @Nullable [] slotText;
    private final int[] slotNumber;

    /**
     * @param genericWord stands before the number of what has no mnemonic
     */
    MnemonicTable(String genericWord, Map<Integer, String> mnemonics) {
        this.genericWord = ascii(genericWord);
        int slots = Integer.highestOneBit(Math.max(mnemonics.size(), 1)) * 8;
        slotText = new byte[slots][];
        slotNumber = new int[slots];
        mnemonics.forEach(this::put);
    }

    private void put(int number, String mnemonic) {
        byte[] text = ascii(mnemonic);
        written.set(number, text);
        int slot = slot(text, 0, text.length);
        while (slotText[slot] != null) {
            slot = next(slot);
        }
        slotText[slot] = text;
        slotNumber[slot] = number;
    }

    /** The number that a mnemonic or a generic word stands for, -1 if the text is neither. */
    int parse(byte[] text, int from, int to) {
        int slot = slot(text, from, to);
        for (byte[] known = slotText[slot]; known != null; known = slotText[slot]) {
            if (known.length == to - from
                    && WireNames.equalsIgnoreCase(known, 0, text, from, known.length)) {
                return slotNumber[slot];
            }
            slot = next(slot);
        }
        return parseGeneric(text, from, to);
    }

    /** How the number is written; the array is shared and not to be changed. */
    byte[] written(int number) {
        byte[] known = written.getAcquire(number);
        return known != null ? known : writeGeneric(number);
    }

    private int parseGeneric(byte[] text, int from, int to) {
        int digits = from + genericWord.length;
        if (digits >= to
                || to - digits > 5
                || !WireNames.equalsIgnoreCase(genericWord, 0, text, from, genericWord.length)) {
            return -1;
        }
        int number = 0;
        for (int i = digits; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number < NUMBERS ? number : -1;
    }

    private byte[] writeGeneric(int number) {
        byte[] text = ascii(new String(genericWord, StandardCharsets.US_ASCII) + number);
        written.setRelease(number, text);
        return text;
    }

    private int slot(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 37 + WireNames.lower(text[i]);
        }
        return (hash ^ hash >>> 11) & slotText.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & slotText.length - 1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
