package org.zoneseal.simulator.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaKind;

/** Which kind of key pair attributes speak of. */
final class KeyPairKinds {

    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int PRINTABLE_STRING = 0x13;

    private KeyPairKinds() {}

    /** The kind of an asymmetric key that exists, or is being created from its parts. */
    static KeyPairKind of(long keyType, Attributes attributes) {
        if (keyType == Ckk.RSA) {
            BigInteger modulus = new BigInteger(1, attributes.bytes(Cka.MODULUS));
            return new RsaKind(
                    modulus.bitLength(), new BigInteger(1, attributes.bytes(Cka.PUBLIC_EXPONENT)));
        }
        if (keyType == Ckk.EC) {
            return new EcKind(curve(attributes.bytes(Cka.EC_PARAMS)));
        }
        if (keyType == Ckk.EC_EDWARDS) {
            return edwards(attributes.bytes(Cka.EC_PARAMS));
        }
        return mlDsa(attributes.number(Cka.PARAMETER_SET, 0));
    }

    /** The curve of CKA_EC_PARAMS, given as an object identifier or as a name. */
    static Curve curve(byte[] parameters) {
        for (Curve curve : Curve.values()) {
            if (Arrays.equals(parameters, curve.objectIdentifier())
                    || isName(parameters, curve.standardName())) {
                return curve;
            }
        }
        throw notSupported(parameters);
    }

    static EdwardsKind edwards(byte[] parameters) {
        for (EdwardsKind kind : EdwardsKind.values()) {
            if (Arrays.equals(parameters, kind.objectIdentifier())
                    || isName(parameters, kind.curveName())) {
                return kind;
            }
        }
        throw notSupported(parameters);
    }

    static MlDsaKind mlDsa(long parameterSet) {
        for (MlDsaKind kind : MlDsaKind.values()) {
            if (kind.parameterSet() == parameterSet) {
                return kind;
            }
        }
        throw new CryptokiException(
                Ckr.PARAMETER_SET_NOT_SUPPORTED,
                "CKA_PARAMETER_SET is 1 (ML-DSA-44), 2 (ML-DSA-65) or 3 (ML-DSA-87), not "
                        + Long.toUnsignedString(parameterSet));
    }

    private static boolean isName(byte[] parameters, String name) {
        byte[] expected = name.getBytes(StandardCharsets.US_ASCII);
        return parameters.length == expected.length + 2
                && parameters[0] == PRINTABLE_STRING
                && parameters[1] == expected.length
                && Arrays.equals(parameters, 2, parameters.length, expected, 0, expected.length);
    }

    private static CryptokiException notSupported(byte[] parameters) {
        boolean wellFormed =
                parameters.length > 2
                        && (parameters[0] == OBJECT_IDENTIFIER || parameters[0] == PRINTABLE_STRING)
                        && parameters[1] == parameters.length - 2;
        return wellFormed
                ? new CryptokiException(
                        Ckr.CURVE_NOT_SUPPORTED,
                        "CKA_EC_PARAMS names a curve that is not P-256, P-384 or P-521 (CKK_EC),"
                                + " Ed25519 or Ed448 (CKK_EC_EDWARDS)")
                : new CryptokiException(
                        Ckr.DOMAIN_PARAMS_INVALID,
                        "CKA_EC_PARAMS is neither an object identifier nor a PrintableString");
    }
}
