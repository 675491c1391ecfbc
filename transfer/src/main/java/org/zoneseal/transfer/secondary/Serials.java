package org.zoneseal.transfer.secondary;

/** SOA serials as the numbers on a ring that they are (RFC 1982). */
final class Serials {

    private Serials() {}

    /** Whether {@code one} comes after {@code other}; false for two that are half a ring apart. */
    static boolean isNewer(long one, long other) {
        int distance = (int) (one - other);
        return distance > 0;
    }
}
