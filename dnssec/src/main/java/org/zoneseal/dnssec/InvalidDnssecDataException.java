package org.zoneseal.dnssec;

/** The data of a DNSSEC record does not have the form that its RFC gives it. */
public final class InvalidDnssecDataException extends RuntimeException {

    public InvalidDnssecDataException(String message) {
        super(message);
    }
}
