package org.zoneseal.hsm;

import java.nio.ByteBuffer;
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

    /**
     * The public half of an RSA key, in the form of RFC 3110 section 2.
     *
     * @param exponent public exponent, unsigned big-endian; leading zeros do not matter
     * @param modulus likewise
     */
    public static PublicHalf ofRsa(SignatureScheme scheme, byte[] exponent, byte[] modulus) {
        byte[] e = magnitude(exponent);
        byte[] n = magnitude(modulus);
        boolean isShort = e.length < 256;
        ByteBuffer form = ByteBuffer.allocate((isShort ? 1 : 3) + e.length + n.length);
        if (isShort) {
            form.put((byte) e.length);
        } else {
            form.put((byte) 0).putShort((short) e.length);
        }
        return new PublicHalf(scheme, form.put(e).put(n).array());
    }

    private static byte[] magnitude(byte[] number) {
        int start = 0;
        while (start < number.length && number[start] == 0) {
            start++;
        }
        return Arrays.copyOfRange(number, start, number.length);
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
