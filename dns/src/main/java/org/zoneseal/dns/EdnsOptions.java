package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The options to put into an OPT record (RFC 6891 §6.1.2); mutable, reused, for one thread. */
public final class EdnsOptions {

    private static final int OPTION_HEADER = 4;

    private byte[] bytes = new byte[64];
    private int length;

    /** No options, to begin anew. */
    public EdnsOptions clear() {
        length = 0;
        return this;
    }

    /**
     * Adds an option.
     *
     * @param code one of {@link EdnsOption}
     */
    public EdnsOptions add(int code, byte[] data, int offset, int count) {
        int at = header(code, count);
        System.arraycopy(data, offset, bytes, at, count);
        return this;
    }

    /**
     * Adds an Extended DNS Error (RFC 8914 §2).
     *
     * @param code one of {@link ExtendedError}
     * @param text for people, in UTF-8; may be empty
     */
    public EdnsOptions addExtendedError(int code, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int at = header(EdnsOption.EXTENDED_ERROR, 2 + utf8.length);
        put16(at, code);
        System.arraycopy(utf8, 0, bytes, at + 2, utf8.length);
        return this;
    }

    /** Adds zeros so that a message gets to a length (RFC 7830, RFC 8467). */
    public EdnsOptions addPadding(int count) {
        int at = header(EdnsOption.PADDING, count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
        return this;
    }

    /** Writes the header of an option and makes room for its data; the offset of the data. */
    private int header(int code, int count) {
        int at = length + OPTION_HEADER;
        if (at + count > MessageReader.MAX_LENGTH) {
            throw new IllegalArgumentException("the options do not fit into any OPT record");
        }
        if (at + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + count));
        }
        put16(length, code);
        put16(length + 2, count);
        length = at + count;
        return at;
    }

    private void put16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes of all options with their headers. */
    public int length() {
        return length;
    }
}
