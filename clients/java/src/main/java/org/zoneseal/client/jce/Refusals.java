package org.zoneseal.client.jce;

import java.security.Key;
import org.zoneseal.client.HsmClientException;

/** What the HSM refused, as a sentence for the JDK's exceptions. */
final class Refusals {

    private Refusals() {}

    static String text(Key key, HsmClientException refusal) {
        return key + ": " + refusal.getMessage() + " (" + refusal.returnValueName() + ")";
    }

    static String text(HsmClientException refusal) {
        return refusal.getMessage() + " (" + refusal.returnValueName() + ")";
    }
}
