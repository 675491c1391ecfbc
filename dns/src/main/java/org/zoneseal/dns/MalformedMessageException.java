package org.zoneseal.dns;

/**
 * Bytes that are no DNS message; the message says what is wrong with them, and where.
 *
 * <p>Anybody can send such bytes, as fast as the wire allows: there is no stack trace to fill in.
 */
public final class MalformedMessageException extends RuntimeException {

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
