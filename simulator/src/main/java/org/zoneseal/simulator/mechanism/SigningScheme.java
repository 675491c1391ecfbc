package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;

/**
 * A way to make and check signatures with key pairs: a mechanism whose parameter has been read.
 *
 * <p>Immutable; safe for several threads.
 */
public sealed interface SigningScheme
        permits HashedScheme,
                EcdsaScheme,
                EddsaScheme,
                MlDsaScheme,
                RsaPkcs1Scheme,
                RsaRawScheme,
                RsaPssScheme {

    /**
     * Signs {@code data[offset .. offset + length)}.
     *
     * @param worker a working key of the kind that the scheme was made for
     * @param signature receives the signature from index 0
     * @return its length
     */
    int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException;

    /**
     * Whether a signature over {@code data} is good.
     *
     * @param publicInfo the public key, a SubjectPublicKeyInfo
     */
    boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException;

    /** How long signatures are. */
    int signatureLength();
}
