package org.zoneseal.zones;

/** The order of SOA serial numbers (RFC 1982 §3.2). */
public final class SerialOrder {

    private SerialOrder() {}

    /**
     * Whether one serial is later than another. Of two that are 2^31 apart neither is (RFC 1982
     * leaves that undefined).
     */
    public static boolean isAfter(long later, long earlier) {
        return (int) (later - earlier) > 0;
    }
}
