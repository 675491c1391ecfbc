package org.zoneseal.dns;

/** Bytes or text that are no record data of their type; the message says what is wrong. */
public final class InvalidRdataException extends RuntimeException {

    public InvalidRdataException(String message) {
        super(message);
    }
}
