package org.zoneseal.cryptoki;

/**
 * A mechanism with its parameter (PKCS#11 3.2, section 5.x and the mechanisms' own chapters).
 *
 * @param type its CKM_ number
 */
public record Mechanism(long type, Parameter parameter) {

    /** A mechanism without a parameter. */
    public static Mechanism of(long type) {
        return new Mechanism(type, Parameter.None.NONE);
    }

    /** What a parameter structure says, without pointers. Arrays are lent, not copied. */
    public sealed interface Parameter {

        enum None implements Parameter {
            NONE
        }

        /** An initialization vector, or a structure that nobody here knows. */
        record Raw(byte[] value) implements Parameter {}

        /** CK_RSA_PKCS_PSS_PARAMS; salt length in bytes. */
        record Pss(long hash, long mgf, long saltLength) implements Parameter {}

        /** CK_RSA_PKCS_OAEP_PARAMS. */
        record Oaep(long hash, long mgf, long sourceType, byte[] source) implements Parameter {}

        /** CK_GCM_PARAMS; tag length in bits. */
        record Gcm(byte[] iv, byte[] associated, long tagBits) implements Parameter {}

        /** CK_EDDSA_PARAMS. */
        record Eddsa(boolean prehash, byte[] context) implements Parameter {}

        /** CK_SIGN_ADDITIONAL_CONTEXT (ML-DSA): hedge 0 preferred, 1 required, 2 deterministic. */
        record SigningContext(long hedge, byte[] context) implements Parameter {}

        /** CK_ECDH1_DERIVE_PARAMS. */
        record Ecdh(long kdf, byte[] shared, byte[] publicData) implements Parameter {}

        /** A single CK_ULONG: the length of a truncated MAC in bytes. */
        record Unsigned(long value) implements Parameter {}
    }
}
