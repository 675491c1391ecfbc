package org.zoneseal.dnssec;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Verifies through a provider of the JDK's security interface. */
final class JcaVerifier implements SignatureVerifier {

    private final Signature signature;
    private final PublicKey key;
    private final int signatureLength;

    JcaVerifier(Signature signature, PublicKey key, int signatureLength) {
        this.signature = signature;
        this.key = key;
        this.signatureLength = signatureLength;
        initialise();
    }

    private void initialise() {
        try {
            signature.initVerify(key);
        } catch (InvalidKeyException e) {
            throw UnusableKeyException.malformed("not a public key: " + e.getMessage());
        }
    }

    @Override
    public boolean verify(
            byte[] data, int dataOffset, int dataLength, byte[] sig, int at, int length) {
        if (length != signatureLength) {
            return false;
        }
        try {
            signature.update(data, dataOffset, dataLength);
            return signature.verify(sig, at, length);
        } catch (SignatureException e) {
            // Not the form of a signature; the object may have kept what it was given.
            initialise();
            return false;
        }
    }
}
