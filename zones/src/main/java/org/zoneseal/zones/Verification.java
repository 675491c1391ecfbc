package org.zoneseal.zones;

/** How far a version of a zone was verified before it was taken. */
public enum Verification {
    /** Not at all. */
    NONE,
    /** Its ZONEMD digest fits: a checksum (RFC 8976). */
    DIGEST,
    /** Every signature, and the denial chain. */
    DNSSEC,
    /** From the configured trust anchor to every record, glue included, by the signed ZONEMD. */
    FULL
}
