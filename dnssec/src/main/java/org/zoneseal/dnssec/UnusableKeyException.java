package org.zoneseal.dnssec;

/** A DNSKEY that signatures cannot be verified with. */
public final class UnusableKeyException extends RuntimeException {

    /** Why not. */
    public enum Reason {
        UNKNOWN_ALGORITHM,
        ALGORITHM_NOT_ALLOWED,
        MALFORMED
    }

    private final Reason reason;

    UnusableKeyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static UnusableKeyException malformed(String message) {
        return new UnusableKeyException(Reason.MALFORMED, message);
    }

    public Reason reason() {
        return reason;
    }
}
