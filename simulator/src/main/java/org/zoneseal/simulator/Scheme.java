package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;

/**
 * How one signature scheme is done: by which provider, and how its private keys are written down.
 *
 * <p>A private key has one stored form per scheme, whoever generated it, so that a store can be
 * opened where another provider does the work: PKCS#8 for RSA (RFC 8017), the bare scalar for
 * ECDSA, the bare secret key for EdDSA (RFC 8032), the seed for ML-DSA (FIPS 204).
 */
interface Scheme {

    /** Where working keys of this scheme live. */
    KeyMemory memory();

    /** Makes a key pair. */
    NewKey generate(int rsaBits) throws GeneralSecurityException;

    /**
     * The stored form of a key that comes from outside; whether the halves match is not checked.
     */
    NewKey take(PrivateMaterial material) throws GeneralSecurityException;

    /**
     * Bytes that {@link #load} wants in front of the stored form, so that it can be decrypted
     * straight into the array that goes to the provider.
     */
    byte[] loadPrefix();

    /** Makes a working key of the prefix and the stored form, which the caller wipes. */
    WorkingKey load(byte[] prefixed) throws GeneralSecurityException;

    /** Whether a signature over {@code data} was made by the other half of {@code key}. */
    boolean verify(PublicHalf key, byte[] data, byte[] signature) throws GeneralSecurityException;
}
