package org.zoneseal.simulator.device;

/** A PKCS#11 return value other than CKR_OK, with a sentence for whoever reads the client's log. */
public final class CryptokiException extends RuntimeException {

    private final long returnValue;

    /**
     * Made for each refusal, so without a stack trace: a hostile client shall not make it costly.
     */
    public CryptokiException(long returnValue, String message) {
        super(message, null, false, false);
        this.returnValue = returnValue;
    }

    /** The CKR_ number. */
    public long returnValue() {
        return returnValue;
    }
}
