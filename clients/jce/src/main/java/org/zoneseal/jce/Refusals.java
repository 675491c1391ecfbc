package org.zoneseal.jce;

import java.security.InvalidParameterException;
import java.security.Key;
import org.zoneseal.client.HsmClientException;

/** What was refused, for the JDK's exceptions. */
final class Refusals {

    private Refusals() {}

    static String text(Key key, HsmClientException refusal) {
        return key + ": " + refusal.getMessage() + " (" + refusal.returnValueName() + ")";
    }

    /** With its cause, which its constructors do not take in Java 17. */
    static InvalidParameterException invalid(String message, Exception cause) {
        InvalidParameterException invalid = new InvalidParameterException(message);
        invalid.initCause(cause);
        return invalid;
    }

    static String text(HsmClientException refusal) {
        return refusal.getMessage() + " (" + refusal.returnValueName() + ")";
    }
}
