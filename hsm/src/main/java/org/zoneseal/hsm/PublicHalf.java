package org.zoneseal.hsm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public half of a key pair: what a key <em>is</em>, whatever its label says.
 *
 * @param scheme how the key signs
 * @param dnskeyForm the public key as a DNSKEY record carries it: RSA exponent and modulus (RFC
 *     3110), x and y (RFC 6605), the raw EdDSA or ML-DSA key (RFC 8080, FIPS 204)
 */
public record PublicHalf(SignatureScheme scheme, byte[] dnskeyForm) {

    public PublicHalf {
        dnskeyForm = dnskeyForm.clone();
    }

    @Override
    public byte[] dnskeyForm() {
        return dnskeyForm.clone();
    }

    /** Lower-case hex SHA-256 over the algorithm number and the key: what state files pin. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) scheme.algorithm());
            return HexFormat.of().formatHex(sha256.digest(dnskeyForm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicHalf half
                && half.scheme == scheme
                && Arrays.equals(half.dnskeyForm, dnskeyForm);
    }

    @Override
    public int hashCode() {
        return 31 * scheme.hashCode() + Arrays.hashCode(dnskeyForm);
    }

    @Override
    public String toString() {
        return scheme + "/" + fingerprint();
    }
}
