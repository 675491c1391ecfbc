package org.zoneseal.dns;

/** Which files {@code $INCLUDE} may name. */
public enum IncludePolicy {
    /** None at all. */
    NOTHING,
    /** Files in the zone file's folder or below it, links followed first. */
    BELOW_ZONE_FILE,
    /** Any file that can be read. */
    ANYTHING
}
