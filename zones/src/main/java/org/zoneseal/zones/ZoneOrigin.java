package org.zoneseal.zones;

/** Where a version of a zone came from. */
public sealed interface ZoneOrigin {

    /**
     * Read from a zone file.
     *
     * @param path as it was configured
     * @param size of the file in bytes
     * @param modifiedMillis when it was last modified, in milliseconds since 1970
     * @param digest of the file's bytes, in hexadecimal; empty if it was not taken
     */
    record ZoneFile(String path, long size, long modifiedMillis, String digest)
            implements ZoneOrigin {}

    /**
     * Transferred from another server.
     *
     * @param address as it was configured
     */
    record Primary(String address) implements ZoneOrigin {}

    /**
     * Anything else.
     *
     * @param what in a word
     */
    record Other(String what) implements ZoneOrigin {}
}
