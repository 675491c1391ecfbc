package org.zoneseal.hsm;

/**
 * A way to sign, as DNSSEC defines it: the key type, the hash and the form of the signature.
 *
 * <p>Signatures have the form that an RRSIG carries: RSA PKCS#1 v1.5 as is (RFC 5702), ECDSA as r
 * and s side by side (RFC 6605), EdDSA as in RFC 8032 (RFC 8080), ML-DSA as in FIPS 204 with an
 * empty context.
 */
public enum SignatureScheme {
    RSA_SHA256(8),
    RSA_SHA512(10),
    ECDSA_P256_SHA256(13),
    ECDSA_P384_SHA384(14),
    ED25519(15),
    ED448(16),
    /** Experimental: number 18 is not assigned yet. */
    ML_DSA_44(18);

    private final int algorithm;

    SignatureScheme(int algorithm) {
        this.algorithm = algorithm;
    }

    /** The DNSSEC algorithm number (IANA "DNS Security Algorithm Numbers"). */
    public int algorithm() {
        return algorithm;
    }

    public boolean isRsa() {
        return this == RSA_SHA256 || this == RSA_SHA512;
    }

    /**
     * The scheme of a DNSSEC algorithm number.
     *
     * @throws IllegalArgumentException if we do not sign with it
     */
    public static SignatureScheme ofAlgorithm(int algorithm) {
        for (SignatureScheme scheme : values()) {
            if (scheme.algorithm == algorithm) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("no signing with DNSSEC algorithm " + algorithm);
    }
}
