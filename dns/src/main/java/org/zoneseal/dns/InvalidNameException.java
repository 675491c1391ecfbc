package org.zoneseal.dns;

/** Bytes or text that are no domain name; the message says what is wrong with them. */
public final class InvalidNameException extends RuntimeException {

    public InvalidNameException(String message) {
        super(message);
    }
}
