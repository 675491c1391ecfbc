package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import javax.security.auth.DestroyFailedException;

/** A working key that a JCA provider holds, with the signature object that uses it. */
final class JcaKey implements WorkingKey {

    private final PrivateKey key;
    private final Signature signer;

    JcaKey(PrivateKey key, Signature signer) throws GeneralSecurityException {
        this.key = key;
        this.signer = signer;
        signer.initSign(key);
    }

    @Override
    public int sign(byte[] data, int offset, int length, byte[] signature, int signatureOffset)
            throws GeneralSecurityException {
        signer.update(data, offset, length);
        return signer.sign(signature, signatureOffset, signature.length - signatureOffset);
    }

    @Override
    public void destroy() {
        destroy(key);
    }

    /** Frees a key; providers that keep keys on the heap cannot, and leave it to the collector. */
    static void destroy(PrivateKey key) {
        try {
            key.destroy();
        } catch (DestroyFailedException e) {
            // What is on the heap cannot be reached from here: KeyMemory.HEAP says so.
        }
    }
}
