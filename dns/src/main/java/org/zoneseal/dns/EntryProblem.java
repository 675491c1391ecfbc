package org.zoneseal.dns;

/** What is wrong with the entry being read, on its way from a field to the reader. */
final class EntryProblem extends RuntimeException {

    final long line;
    final long column;
    final String found;
    final String expected;

    EntryProblem(long line, long column, String found, String expected) {
        super("found " + found + ", expected " + expected, null, false, false);
        this.line = line;
        this.column = column;
        this.found = found;
        this.expected = expected;
    }
}
