package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.zoneseal.simulator.Der;

/** An RSA public key as numbers. */
record RsaPublic(BigInteger modulus, BigInteger exponent) {

    static RsaPublic of(byte[] publicInfo) throws InvalidKeyException {
        Der der = new Der(publicInfo).next(Der.SEQUENCE).next(Der.SEQUENCE).skip();
        Der key = new Der(publicInfo, der.next(Der.BIT_STRING).offset() + 1).next(Der.SEQUENCE);
        BigInteger modulus = key.next(Der.INTEGER).number();
        return new RsaPublic(modulus, key.skip().next(Der.INTEGER).number());
    }

    int length() {
        return (modulus.bitLength() + 7) / 8;
    }

    /** What a signature was made from: s to the power of e. */
    byte[] open(byte[] signature) throws GeneralSecurityException {
        BigInteger number = new BigInteger(1, signature);
        if (number.compareTo(modulus) >= 0) {
            throw new java.security.SignatureException("the signature is not below the modulus");
        }
        return Bytes.fixed(number.modPow(exponent, modulus), length());
    }

    /** As Bouncy Castle's paddings want it; our own keys need not be tested for primality. */
    RSAKeyParameters parameters() {
        return new RSAKeyParameters(false, modulus, exponent, true);
    }

    /** What tells a padding that the private half is at work; its exponent is not in there. */
    RSAKeyParameters privateSide() {
        return new RSAKeyParameters(true, modulus, exponent, true);
    }
}
