package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;

/** A scheme for data of any length: it is hashed, and another scheme signs the hash. */
public record HashedScheme(Hash hash, SigningScheme inner) implements SigningScheme {

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        worker.hash(hash, data, offset, length);
        return inner.sign(worker, worker.hashed(), 0, hash.length(), signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        return inner.verify(publicInfo, hash.digest().digest(data), signature);
    }

    @Override
    public int signatureLength() {
        return inner.signatureLength();
    }
}
