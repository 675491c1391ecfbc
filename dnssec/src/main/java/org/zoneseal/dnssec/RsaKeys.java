package org.zoneseal.dnssec;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/**
 * RSA public keys as DNSKEY records carry them: exponent and modulus (RFC 3110 §2).
 *
 * <p>The bounds keep a hostile key from costing more than an honest one: the modulus has 512 to
 * 4096 bits (RFC 5702 §2), the exponent at most 33 bits.
 */
final class RsaKeys {

    private static final int MIN_MODULUS_BITS = 512;
    private static final int MAX_MODULUS_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 33;

    private RsaKeys() {}

    static RSAPublicKey publicKey(byte[] data) {
        if (data.length < 3) {
            throw UnusableKeyException.malformed("an RSA key of " + data.length + " bytes");
        }
        int at = data[0] == 0 ? 3 : 1;
        int exponentLength = data[0] == 0 ? Wire.u16(data, 1) : Wire.u8(data, 0);
        int modulusAt = at + exponentLength;
        if (exponentLength == 0 || modulusAt >= data.length) {
            throw UnusableKeyException.malformed("an RSA key that ends within its exponent");
        }
        if (data[at] == 0 || data[modulusAt] == 0) {
            throw UnusableKeyException.malformed("an RSA key with a leading zero byte");
        }
        BigInteger exponent = new BigInteger(1, Arrays.copyOfRange(data, at, modulusAt));
        BigInteger modulus = new BigInteger(1, Arrays.copyOfRange(data, modulusAt, data.length));
        check(exponent, modulus);
        return (RSAPublicKey) Verifiers.key("RSA", new RSAPublicKeySpec(modulus, exponent));
    }

    private static void check(BigInteger exponent, BigInteger modulus) {
        int bits = modulus.bitLength();
        if (bits < MIN_MODULUS_BITS || bits > MAX_MODULUS_BITS || !modulus.testBit(0)) {
            throw UnusableKeyException.malformed(
                    "an RSA modulus of " + bits + " bits; it is odd and has 512 to 4096");
        }
        if (exponent.bitLength() > MAX_EXPONENT_BITS
                || exponent.bitLength() < 2
                || !exponent.testBit(0)) {
            throw UnusableKeyException.malformed(
                    "an RSA exponent of "
                            + exponent.bitLength()
                            + " bits; it is odd and has 2 to "
                            + MAX_EXPONENT_BITS);
        }
    }
}
