package org.zoneseal.hsm;

/**
 * What an HSM could not do: the call, the token's answer, and what to do next.
 *
 * <p>Never carries a PIN or key bytes.
 */
public final class HsmException extends RuntimeException {

    /** What kind of trouble, for the caller's decision and the exit code. */
    public enum Kind {
        /** The PIN is wrong; never tried again by itself, for the counter's sake. */
        WRONG_PIN,
        /** The PIN is locked. */
        PIN_LOCKED,
        /** The PKCS#11 module cannot be loaded. */
        MODULE_MISSING,
        /** No token, or several, answer to the name. */
        TOKEN_MISSING,
        /** No room for another object. */
        TOKEN_FULL,
        /** The token does not offer what is needed. */
        MECHANISM_MISSING,
        /** No more sessions. */
        SESSION_LIMIT,
        /** The key is not there, or twice, or not the one that was pinned. */
        KEY_MISSING,
        KEY_MISMATCH,
        /** The token went away or reports a fault. */
        DEVICE,
        /** A call did not come back in time. */
        TIMEOUT,
        /** The key store is damaged or was written by a newer version. */
        STORE,
        /** Anything else that the token answered. */
        OTHER
    }

    private final Kind kind;

    public HsmException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public HsmException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
