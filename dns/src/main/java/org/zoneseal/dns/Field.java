package org.zoneseal.dns;

import java.io.IOException;

/**
 * The shape of one field of record data: how it is read from text, checked in wire form, and
 * written as text. Without state, shared by all threads.
 */
abstract class Field {

    /**
     * Reads the field's tokens and stores its wire form.
     *
     * @param out has {@link RecordForm#BUFFER_LENGTH} bytes; the record data begins at 0
     * @return the offset behind the field
     */
    abstract int read(ZoneScanner in, byte[] out, int at) throws IOException;

    /**
     * Checks the wire form at {@code at}.
     *
     * @return the offset behind the field, at most {@code end}
     * @throws InvalidRdataException if it is malformed
     */
    abstract int check(byte[] rdata, int at, int end);

    /**
     * Writes the text of a field that {@link #check} has accepted.
     *
     * @return the offset behind the field, or {@link #NO_TEXT}
     */
    abstract int write(byte[] rdata, int at, int end, TextOutput out);

    /** Instead of an offset, from {@link #write}: this field's value has no presentation form. */
    static final int NO_TEXT = -1;

    /** Whether zero bytes at the end of the record data are written as no text at all. */
    boolean mayBeAbsent() {
        return false;
    }

    /** Whether the field is a domain name and nothing else. */
    boolean isName() {
        return false;
    }

    /**
     * Lower-cases the names in a field that {@link #check} has accepted.
     *
     * @return the offset behind the field
     */
    int toLowerCase(byte[] rdata, int at, int end) {
        return check(rdata, at, end);
    }

    /** Checks that a field of {@code size} bytes fits, and returns the offset behind it. */
    static int fixed(int at, int size, int end, String what) {
        if (end - at < size) {
            throw new InvalidRdataException(
                    "it ends inside " + what + ", which takes " + size + " bytes");
        }
        return at + size;
    }

    /** Keeps the buffer from overflowing; what is only a little too long is found at the end. */
    static void room(ZoneScanner in, int at, int size) {
        if (at + size > RecordForm.MAX_LENGTH + 512) {
            throw in.problem("record data of more than 65535 bytes", "less");
        }
    }
}
