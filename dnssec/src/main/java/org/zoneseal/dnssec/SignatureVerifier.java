package org.zoneseal.dnssec;

/**
 * Verifies signatures of one DNSKEY. One per thread.
 *
 * <p>The provider is chosen by algorithm, fastest first, and never by the JVM's global order:
 * Amazon Corretto Crypto Provider for RSA, ECDSA and Ed25519, Bouncy Castle for Ed448 and where the
 * former has no native build, the JDK for ML-DSA and RSA keys that AWS-LC finds too short.
 */
public interface SignatureVerifier {

    /**
     * Whether the signature is the key's over the data. A signature of a wrong length or form is
     * merely not valid.
     */
    boolean verify(
            byte[] data,
            int dataOffset,
            int dataLength,
            byte[] signature,
            int signatureOffset,
            int signatureLength);

    /**
     * A verifier for a key.
     *
     * @throws UnusableKeyException if the algorithm is unknown or not allowed, or the public key is
     *     not one of that algorithm
     */
    static SignatureVerifier of(Dnskey key, VerifyPolicy policy) {
        Algorithm algorithm = Algorithm.of(key.algorithm());
        if (algorithm == null) {
            throw new UnusableKeyException(
                    UnusableKeyException.Reason.UNKNOWN_ALGORITHM,
                    "algorithm " + key.algorithm() + " is not one we know");
        }
        if (!policy.allows(algorithm)) {
            throw new UnusableKeyException(
                    UnusableKeyException.Reason.ALGORITHM_NOT_ALLOWED,
                    algorithm.mnemonic() + " is verified only when that is allowed explicitly");
        }
        byte[] publicKey = key.publicKey();
        return switch (algorithm) {
            case RSASHA1, RSASHA1_NSEC3_SHA1 -> Verifiers.rsa("SHA1withRSA", publicKey);
            case RSASHA256 -> Verifiers.rsa("SHA256withRSA", publicKey);
            case RSASHA512 -> Verifiers.rsa("SHA512withRSA", publicKey);
            case ECDSAP256SHA256 -> Verifiers.ecdsa(Curve.P256, publicKey);
            case ECDSAP384SHA384 -> Verifiers.ecdsa(Curve.P384, publicKey);
            case ED25519 -> Verifiers.ed25519(publicKey);
            case ED448 -> Verifiers.ed448(publicKey);
            case ML_DSA_44 -> Verifiers.mlDsa44(publicKey);
        };
    }
}
