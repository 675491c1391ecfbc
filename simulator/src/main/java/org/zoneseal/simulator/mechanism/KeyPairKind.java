package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.zoneseal.simulator.KeyMemory;

/**
 * A kind of key pair: how one is made, how its private half is written down and made to work.
 *
 * <p>A private key has one stored form per kind, the one of the embedded engine's {@code Scheme}:
 * PKCS#8 for RSA, the bare scalar for ECDSA, the bare secret key for EdDSA, the seed for ML-DSA. A
 * public key is a SubjectPublicKeyInfo everywhere.
 */
public sealed interface KeyPairKind permits RsaKind, EcKind, EdwardsKind, MlDsaKind {

    /** Where working keys live. */
    KeyMemory memory();

    /** Makes a key pair. */
    NewPair generate(SecureRandom random) throws GeneralSecurityException;

    /** The public half of a private key in stored form. */
    byte[] publicInfo(byte[] secret) throws GeneralSecurityException;

    /** What {@link #load} wants in front of the stored form. Not to be changed. */
    byte[] loadPrefix();

    /** What makes PKCS#8 (RFC 5958) of the stored form when it stands in front. */
    default byte[] exportPrefix() {
        return loadPrefix();
    }

    /** Makes a working key of the prefix and the stored form, which the caller wipes. */
    PrivateWorker load(byte[] prefixed) throws GeneralSecurityException;

    /** What a new key signs, to see that its halves belong together. */
    SigningScheme probe();

    /** The longest signature. */
    int signatureLength();
}
