package org.zoneseal.dns;

/**
 * Where a record stands in its zone file. Mutable: the reader moves it on after each record, so who
 * keeps it keeps {@link #toString()}.
 */
public final class SourcePosition {

    private String file;
    private long line;

    public SourcePosition(String file, long line) {
        this.file = file;
        this.line = line;
    }

    void moveTo(String newFile, long newLine) {
        file = newFile;
        line = newLine;
    }

    public String file() {
        return file;
    }

    /** Line on which the entry begins, from 1. */
    public long line() {
        return line;
    }

    /** {@code file:line} */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
