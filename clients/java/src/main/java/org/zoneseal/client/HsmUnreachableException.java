package org.zoneseal.client;

import org.zoneseal.cryptoki.Ckr;

/** Nobody answers at the HSM's address, or not in time, or TLS failed: CKR_DEVICE_REMOVED. */
public final class HsmUnreachableException extends HsmClientException {

    private final transient HsmAddress address;

    HsmUnreachableException(HsmAddress address, Exception cause) {
        super(
                Ckr.DEVICE_REMOVED,
                "the HSM at "
                        + address
                        + " cannot be reached: "
                        + reason(cause)
                        + "; is it running, and may we connect? See \"zoneseal hsm serve\".",
                cause);
        this.address = address;
    }

    /** Where nobody answered. */
    public HsmAddress address() {
        return address;
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
