package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.security.InvalidKeyException;

/** The two primes of an RSA key, and what follows from them. */
public record RsaFactors(BigInteger first, BigInteger second) {

    private static final int TRIES = 100;

    /** Finds the primes from both exponents (SP 800-56B, appendix C). */
    public static RsaFactors of(BigInteger modulus, BigInteger exponent, BigInteger secret)
            throws InvalidKeyException {
        BigInteger product = exponent.multiply(secret).subtract(BigInteger.ONE);
        if (product.signum() <= 0 || product.testBit(0)) {
            throw unfit();
        }
        int twos = product.getLowestSetBit();
        BigInteger odd = product.shiftRight(twos);
        for (int base = 2; base < 2 + TRIES; base++) {
            BigInteger power = BigInteger.valueOf(base).modPow(odd, modulus);
            for (int i = 0; i < twos; i++) {
                BigInteger square = power.multiply(power).mod(modulus);
                boolean isRoot =
                        square.equals(BigInteger.ONE)
                                && !power.equals(BigInteger.ONE)
                                && !power.equals(modulus.subtract(BigInteger.ONE));
                if (isRoot) {
                    BigInteger factor = power.subtract(BigInteger.ONE).gcd(modulus);
                    BigInteger other = modulus.divide(factor);
                    return factor.compareTo(other) > 0
                            ? new RsaFactors(factor, other)
                            : new RsaFactors(other, factor);
                }
                power = square;
            }
        }
        throw unfit();
    }

    /** Refuses numbers that are not one key. */
    public void check(BigInteger modulus, BigInteger exponent, BigInteger secret)
            throws InvalidKeyException {
        BigInteger one = BigInteger.ONE;
        boolean fits =
                first.compareTo(one) > 0
                        && second.compareTo(one) > 0
                        && first.multiply(second).equals(modulus)
                        && isInverse(exponent, secret, first)
                        && isInverse(exponent, secret, second);
        if (!fits) {
            throw unfit();
        }
    }

    public BigInteger firstExponent(BigInteger secret) {
        return secret.mod(first.subtract(BigInteger.ONE));
    }

    public BigInteger secondExponent(BigInteger secret) {
        return secret.mod(second.subtract(BigInteger.ONE));
    }

    /** To be computed where it is not given: it leaves thousands of dead copies of the primes. */
    public BigInteger coefficient() {
        return second.modInverse(first);
    }

    /** A coefficient that was given, if it is the one. */
    public BigInteger checked(BigInteger coefficient) throws InvalidKeyException {
        if (coefficient.compareTo(first) >= 0
                || !coefficient.multiply(second).mod(first).equals(BigInteger.ONE)) {
            throw unfit();
        }
        return coefficient;
    }

    @Override
    public String toString() {
        return "RsaFactors[hidden]";
    }

    private static boolean isInverse(BigInteger exponent, BigInteger secret, BigInteger prime) {
        BigInteger order = prime.subtract(BigInteger.ONE);
        return exponent.multiply(secret).mod(order).equals(BigInteger.ONE.mod(order));
    }

    private static InvalidKeyException unfit() {
        return new InvalidKeyException("the numbers of the RSA key do not belong together");
    }
}
