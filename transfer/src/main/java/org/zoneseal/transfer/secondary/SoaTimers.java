package org.zoneseal.transfer.secondary;

/**
 * The times that a zone's SOA gives its secondaries, in seconds (RFC 1035 §3.3.13).
 *
 * @param refresh after which a primary is asked again
 * @param retry after which it is asked again if it could not be asked
 * @param expire after which the zone is no longer answered, counted from the last time that a
 *     primary could be asked
 */
public record SoaTimers(long refresh, long retry, long expire) {

    /** Those of a SOA record's data. */
    public static SoaTimers of(byte[] soa) {
        return new SoaTimers(
                number(soa, soa.length - 16),
                number(soa, soa.length - 12),
                number(soa, soa.length - 8));
    }

    private static long number(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
