package org.zoneseal.client;

/**
 * What the HSM refused, or what kept us from asking: a PKCS#11 return value and a sentence.
 *
 * <p>Never carries a PIN or key bytes.
 */
public sealed class HsmClientException extends RuntimeException permits HsmUnreachableException {

    private final long returnValue;

    public HsmClientException(long returnValue, String message) {
        super(message);
        this.returnValue = returnValue;
    }

    public HsmClientException(long returnValue, String message, Throwable cause) {
        super(message, cause);
        this.returnValue = returnValue;
    }

    /** The CKR_ number. */
    public final long returnValue() {
        return returnValue;
    }

    /** The return value as the standard writes it, such as CKR_PIN_INCORRECT. */
    public final String returnValueName() {
        return ReturnValueNames.of(returnValue);
    }
}
