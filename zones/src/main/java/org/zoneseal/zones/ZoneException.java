package org.zoneseal.zones;

/** What is wrong with a zone's content as a whole. */
public final class ZoneException extends RuntimeException {

    public ZoneException(String message) {
        super(message);
    }
}
