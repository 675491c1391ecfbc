package org.zoneseal.cryptoki.wire;

/** Bytes from the other side that are not what the protocol allows. */
public final class MalformedWireException extends RuntimeException {

    public MalformedWireException(String message) {
        super(message);
    }
}
