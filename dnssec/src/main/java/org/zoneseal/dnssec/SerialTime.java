package org.zoneseal.dnssec;

/**
 * The times of RRSIG records: seconds since 1970 modulo 2^32, compared by serial number arithmetic
 * (RFC 4034 §3.1.5, RFC 1982), so that they go on working in 2106.
 */
public final class SerialTime {

    private SerialTime() {}

    /** Whether {@code left} is later than {@code right}. */
    public static boolean isAfter(int left, int right) {
        return left - right > 0;
    }

    /**
     * The full time, in seconds since 1970, that is nearest to {@code now} and ends in these bits.
     */
    public static long near(int time, long now) {
        return now + (time - (int) now);
    }
}
