package org.zoneseal.simulator;

/** A private key ready to sign, for one lane. */
interface WorkingKey {

    /**
     * Signs {@code data[offset .. offset + length)}.
     *
     * @return the signature's length
     */
    int sign(byte[] data, int offset, int length, byte[] signature, int signatureOffset)
            throws java.security.GeneralSecurityException;

    /** Frees the key; signing with it fails from now on. */
    void destroy();
}
