package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte buffer for presentation form. Not for several threads at once.
 *
 * <p>Writers of fields first {@link #reserve} what they need at most, then store into {@link
 * #bytes} and move {@link #length} themselves: no check per byte.
 */
public final class TextOutput {

    byte[] bytes;
    int length;

    public TextOutput(int capacity) {
        bytes = new byte[capacity];
    }

    /** The buffer; its first {@link #length()} bytes are the text. Valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** The text as a string. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Makes room for {@code count} more bytes and returns the buffer to store them in. */
    byte[] reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        return bytes;
    }

    void put(char ascii) {
        reserve(1)[length++] = (byte) ascii;
    }

    void put(byte[] text) {
        byte[] to = reserve(text.length);
        System.arraycopy(text, 0, to, length, text.length);
        length += text.length;
    }

    void put(byte[] text, int from, int count) {
        byte[] to = reserve(count);
        System.arraycopy(text, from, to, length, count);
        length += count;
    }

    void put(String ascii) {
        put(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes an unsigned decimal number. */
    void putNumber(long value) {
        byte[] to = reserve(20);
        if (value >= 0 && value < 10) {
            to[length++] = (byte) ('0' + value);
            return;
        }
        if (value < 0) {
            put(Long.toUnsignedString(value));
            return;
        }
        int digits = digits(value);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            long next = rest / 10;
            to[i] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        length += digits;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }
}
