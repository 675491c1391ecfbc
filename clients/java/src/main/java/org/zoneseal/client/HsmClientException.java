package org.zoneseal.client;

/**
 * What the HSM refused, or what kept us from asking: a PKCS#11 return value and a sentence.
 *
 * <p>Never carries a PIN or key bytes.
 */
public final class HsmClientException extends RuntimeException {

    private final long returnValue;

    public HsmClientException(long returnValue, String message) {
        super(message);
        this.returnValue = returnValue;
    }

    public HsmClientException(long returnValue, String message, Throwable cause) {
        super(message, cause);
        this.returnValue = returnValue;
    }

    /** The CKR_ number; CKR_DEVICE_REMOVED if there is no connection. */
    public long returnValue() {
        return returnValue;
    }

    /** The return value as the standard writes it, such as CKR_PIN_INCORRECT. */
    public String returnValueName() {
        return ReturnValueNames.of(returnValue);
    }
}
