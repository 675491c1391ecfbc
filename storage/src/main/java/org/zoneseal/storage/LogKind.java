package org.zoneseal.storage;

import java.nio.charset.StandardCharsets;

/**
 * What a log holds.
 *
 * @param magic eight ASCII letters that the file begins with
 * @param format the number of the format of its records, from 1
 */
public record LogKind(String magic, int format) {

    static final int MAGIC_LENGTH = 8;

    public LogKind {
        if (magic.length() != MAGIC_LENGTH
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(magic)) {
            throw new IllegalArgumentException("a log's magic has eight ASCII letters");
        }
        if (format < 1 || format > 0xffff) {
            throw new IllegalArgumentException("formats are numbered from 1");
        }
    }
}
