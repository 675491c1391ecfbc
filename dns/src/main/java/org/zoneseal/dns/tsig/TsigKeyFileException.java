package org.zoneseal.dns.tsig;

/** A file of TSIG keys that is none; the message names file, line and what was expected. */
public final class TsigKeyFileException extends RuntimeException {

    public TsigKeyFileException(String message) {
        super(message);
    }
}
