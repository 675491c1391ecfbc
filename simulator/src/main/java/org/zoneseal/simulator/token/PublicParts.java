package org.zoneseal.simulator.token;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaKind;

/** Between a SubjectPublicKeyInfo and the attributes that PKCS#11 has for each type of key. */
final class PublicParts {

    private PublicParts() {}

    /** Writes what a public key object says about its key. */
    static void describePublic(Draft draft, KeyPairKind kind, byte[] publicInfo) {
        draft.put(Attribute.bytes(Cka.PUBLIC_KEY_INFO, publicInfo));
        switch (kind) {
            case RsaKind _ -> {
                byte[] modulus = modulus(publicInfo);
                draft.put(Attribute.bytes(Cka.MODULUS, modulus))
                        .put(Attribute.bytes(Cka.PUBLIC_EXPONENT, exponent(publicInfo)))
                        .put(
                                Attribute.number(
                                        Cka.MODULUS_BITS, new BigInteger(1, modulus).bitLength()));
            }
            case EcKind ec ->
                    draft.put(
                            Attribute.bytes(Cka.EC_POINT, EcPoints.wrapped(ec.point(publicInfo))));
            case EdwardsKind edwards ->
                    draft.put(
                            Attribute.bytes(
                                    Cka.EC_POINT, EcPoints.wrapped(edwards.publicKey(publicInfo))));
            case MlDsaKind mlDsa ->
                    draft.put(Attribute.number(Cka.PARAMETER_SET, mlDsa.parameterSet()))
                            .put(Attribute.bytes(Cka.VALUE, mlDsa.publicKey(publicInfo)));
        }
    }

    /** Writes what a private key object says about its public half. */
    static void describePrivate(Draft draft, KeyPairKind kind, byte[] publicInfo) {
        draft.put(Attribute.bytes(Cka.PUBLIC_KEY_INFO, publicInfo));
        switch (kind) {
            case RsaKind _ ->
                    draft.put(Attribute.bytes(Cka.MODULUS, modulus(publicInfo)))
                            .put(Attribute.bytes(Cka.PUBLIC_EXPONENT, exponent(publicInfo)));
            case EcKind ec -> putParameters(draft, ec.curve().objectIdentifier());
            case EdwardsKind edwards -> putParameters(draft, edwards.objectIdentifier());
            case MlDsaKind mlDsa ->
                    draft.put(Attribute.number(Cka.PARAMETER_SET, mlDsa.parameterSet()));
        }
    }

    /** The SubjectPublicKeyInfo of a public key given by its parts. */
    static byte[] publicInfo(KeyPairKind kind, Draft draft) {
        return switch (kind) {
            case RsaKind rsa -> {
                if (rsa.bits() < RsaKind.MIN_BITS || rsa.bits() > RsaKind.MAX_BITS) {
                    throw invalid("the modulus has from 1024 to 4096 bits");
                }
                if (!rsa.exponent().testBit(0)
                        || rsa.exponent().bitLength() < 2
                        || rsa.exponent().bitLength() > RsaKind.MAX_EXPONENT_BITS) {
                    throw invalid("the public exponent is odd, from 3 to 256 bits");
                }
                yield RsaKind.publicInfoOf(
                        Bytes.unsigned(new BigInteger(1, draft.bytes(Cka.MODULUS))),
                        Bytes.unsigned(rsa.exponent()));
            }
            case EcKind ec -> {
                byte[] point = EcPoints.bare(draft.bytes(Cka.EC_POINT));
                if (!ec.holds(point)) {
                    throw invalid("CKA_EC_POINT is not a point of the curve, uncompressed");
                }
                yield ec.curve().publicInfo(point);
            }
            case EdwardsKind edwards -> {
                byte[] point = EcPoints.bare(draft.bytes(Cka.EC_POINT));
                if (point.length != edwards.length()) {
                    throw invalid("CKA_EC_POINT has " + edwards.length() + " bytes here");
                }
                yield edwards.publicInfoOf(point);
            }
            case MlDsaKind mlDsa -> {
                byte[] value = draft.bytes(Cka.VALUE);
                if (value.length != mlDsa.publicLength()) {
                    throw invalid("CKA_VALUE has " + mlDsa.publicLength() + " bytes here");
                }
                yield mlDsa.publicInfoOf(value);
            }
        };
    }

    private static void putParameters(Draft draft, byte[] parameters) {
        if (draft.get(Cka.EC_PARAMS) == null) {
            draft.put(Attribute.bytes(Cka.EC_PARAMS, parameters));
        }
    }

    private static byte[] modulus(byte[] publicInfo) {
        return number(publicInfo, 0);
    }

    private static byte[] exponent(byte[] publicInfo) {
        return number(publicInfo, 1);
    }

    private static byte[] number(byte[] publicInfo, int index) {
        try {
            return RsaKind.publicNumber(publicInfo, index);
        } catch (InvalidKeyException e) {
            throw invalid("not an RSA key: " + e.getMessage());
        }
    }

    private static CryptokiException invalid(String why) {
        return new CryptokiException(Ckr.ATTRIBUTE_VALUE_INVALID, why);
    }
}
