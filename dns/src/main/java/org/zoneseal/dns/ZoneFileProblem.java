package org.zoneseal.dns;

/**
 * One thing wrong in a zone file.
 *
 * @param file the file as it was named to the reader; an included one by its real path
 * @param line from 1
 * @param column from 1, in bytes
 * @param found what stands there, shortened and made printable
 * @param expected what should stand there
 */
public record ZoneFileProblem(String file, long line, long column, String found, String expected) {

    /** {@code file:line:column: found …, expected …} */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": found " + found + ", expected " + expected;
    }
}
