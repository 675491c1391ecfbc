package org.zoneseal.simulator.token;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.RsaPrivateEncoding;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaFactors;
import org.zoneseal.simulator.mechanism.RsaKind;

/**
 * The stored form of a private key that a template of C_CreateObject spells out.
 *
 * <p>While this goes on the key is on the heap, also as numbers; the page on the design says so.
 */
final class PrivateImport {

    private static final int OCTET_STRING = 4;

    private PrivateImport() {}

    /** The caller wipes it. */
    static byte[] secret(KeyPairKind kind, Draft draft) {
        try {
            return switch (kind) {
                case RsaKind _ -> rsa(draft);
                case EcKind ec -> ec.secret(draft.bytes(Cka.VALUE));
                case EdwardsKind edwards -> edwards(edwards, draft.bytes(Cka.VALUE));
                case MlDsaKind _ -> seed(draft);
            };
        } catch (InvalidKeyException e) {
            throw new CryptokiException(
                    Ckr.ATTRIBUTE_VALUE_INVALID, "the key is not valid: " + e.getMessage());
        }
    }

    /** Takes the secret parts out of a draft that is about to be stored. */
    static void forget(Draft draft) {
        draft.kind().rules().stream()
                .filter(rule -> rule.says(Footnote.SECRET))
                .forEach(rule -> draft.remove(rule.type()));
    }

    private static byte[] rsa(Draft draft) throws InvalidKeyException {
        BigInteger modulus = number(draft, Cka.MODULUS);
        BigInteger exponent = number(draft, Cka.PUBLIC_EXPONENT);
        BigInteger secret = number(draft, Cka.PRIVATE_EXPONENT);
        if (modulus.bitLength() < RsaKind.MIN_BITS || modulus.bitLength() > RsaKind.MAX_BITS) {
            throw new InvalidKeyException("the modulus has from 1024 to 4096 bits");
        }
        checkLengths(draft, modulus, exponent);
        if (exponent.signum() == 0) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCOMPLETE, "CKA_PUBLIC_EXPONENT is missing in the template");
        }
        RsaFactors factors =
                draft.get(Cka.PRIME_1) == null || draft.get(Cka.PRIME_2) == null
                        ? RsaFactors.of(modulus, exponent, secret)
                        : new RsaFactors(number(draft, Cka.PRIME_1), number(draft, Cka.PRIME_2));
        factors.check(modulus, exponent, secret);
        BigInteger coefficient =
                draft.get(Cka.COEFFICIENT) == null
                        ? factors.coefficient()
                        : factors.checked(number(draft, Cka.COEFFICIENT));
        byte[][] numbers = {
            Bytes.unsigned(modulus),
            Bytes.unsigned(exponent),
            Bytes.unsigned(secret),
            Bytes.unsigned(factors.first()),
            Bytes.unsigned(factors.second()),
            Bytes.unsigned(factors.firstExponent(secret)),
            Bytes.unsigned(factors.secondExponent(secret)),
            Bytes.unsigned(coefficient)
        };
        try {
            return RsaPrivateEncoding.encode(numbers);
        } finally {
            for (byte[] each : numbers) {
                Bytes.wipe(each);
            }
        }
    }

    /** Numbers that are too long would cost hours. */
    private static void checkLengths(Draft draft, BigInteger modulus, BigInteger exponent)
            throws InvalidKeyException {
        if (exponent.bitLength() > RsaKind.MAX_EXPONENT_BITS) {
            throw new InvalidKeyException("the public exponent has at most 256 bits");
        }
        for (long type :
                new long[] {Cka.PRIVATE_EXPONENT, Cka.PRIME_1, Cka.PRIME_2, Cka.COEFFICIENT}) {
            if (number(draft, type).compareTo(modulus) >= 0) {
                throw new InvalidKeyException(AttributeNames.of(type) + " is below the modulus");
            }
        }
    }

    private static BigInteger number(Draft draft, long type) {
        return new BigInteger(1, draft.bytes(type));
    }

    /** Bare, or in an OCTET STRING as some programs have it. */
    private static byte[] edwards(EdwardsKind kind, byte[] value) throws InvalidKeyException {
        int length = kind.length();
        boolean isWrapped =
                value.length == length + 2 && value[0] == OCTET_STRING && value[1] == length;
        if (!isWrapped && value.length != length) {
            throw new InvalidKeyException("CKA_VALUE has " + length + " bytes for " + kind);
        }
        return java.util.Arrays.copyOfRange(value, value.length - length, value.length);
    }

    private static byte[] seed(Draft draft) throws InvalidKeyException {
        byte[] seed = draft.bytes(Cka.SEED);
        if (seed.length == 0) {
            throw new CryptokiException(
                    Ckr.TEMPLATE_INCOMPLETE,
                    "ML-DSA keys are kept as their seed: CKA_SEED is missing in the template");
        }
        if (seed.length != MlDsaKind.SEED_LENGTH) {
            throw new InvalidKeyException("CKA_SEED has 32 bytes");
        }
        return seed.clone();
    }
}
