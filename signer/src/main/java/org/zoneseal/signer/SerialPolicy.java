package org.zoneseal.signer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How the SOA serial of a signed zone comes from that of its source. */
public enum SerialPolicy {
    /** As it is. */
    KEEP,
    /** One more. */
    INCREMENT,
    /** Seconds since 1970. */
    UNIXTIME,
    /** {@code YYYYMMDDnn}. */
    DATE;

    private static final long MODULUS = 1L << 32;

    /**
     * The next serial. A time or date that would not come after what is there (RFC 1982 §3.2) gives
     * way to one more than that, so that secondaries take the zone.
     *
     * @param current the serial that is out or in the source
     * @param at seconds since 1970
     */
    public long next(long current, long at) {
        return switch (this) {
            case KEEP -> current;
            case INCREMENT -> (current + 1) % MODULUS;
            case UNIXTIME -> later(at % MODULUS, current);
            case DATE -> later(date(at), current);
        };
    }

    private static long date(long at) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(at), ZoneOffset.UTC);
        long number =
                day.getYear() * 1_000_000L
                        + day.getMonthValue() * 10_000L
                        + day.getDayOfMonth() * 100L;
        return number % MODULUS;
    }

    private static long later(long candidate, long current) {
        return isAfter(candidate, current) ? candidate : (current + 1) % MODULUS;
    }

    /** Whether {@code serial} comes after {@code other} (RFC 1982 §3.2). */
    public static boolean isAfter(long serial, long other) {
        long distance = serial - other & MODULUS - 1;
        return distance != 0 && distance < MODULUS / 2;
    }
}
