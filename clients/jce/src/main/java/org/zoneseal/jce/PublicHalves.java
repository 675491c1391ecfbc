package org.zoneseal.jce;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.PublicKeys;
import org.zoneseal.client.slot.ObjectAttributes;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckr;

/** Public keys as the JDK has them, of what a PKCS#11 object says of itself. */
final class PublicHalves {

    /** The attributes that say what a key is. */
    static final List<Long> ATTRIBUTES =
            List.of(
                    Cka.KEY_TYPE,
                    Cka.PUBLIC_KEY_INFO,
                    Cka.MODULUS,
                    Cka.PUBLIC_EXPONENT,
                    Cka.EC_PARAMS,
                    Cka.EC_POINT,
                    Cka.PARAMETER_SET);

    /** The OBJECT IDENTIFIER of ecPublicKey. */
    private static final byte[] EC_PUBLIC_KEY = hex("06072a8648ce3d0201");

    /** Edwards curves by name and by object identifier, to the object identifier. */
    private static final Map<String, byte[]> EDWARDS =
            Map.of(
                    "06032b6570", hex("06032b6570"),
                    "130c656477617264733235353139", hex("06032b6570"),
                    "06032b6571", hex("06032b6571"),
                    "130a65647761726473343438", hex("06032b6571"));

    private PublicHalves() {}

    /** The public key, if the object says enough. */
    static Optional<PublicKey> of(ObjectAttributes object) {
        Optional<byte[]> info = object.bytes(Cka.PUBLIC_KEY_INFO);
        if (info.isPresent()) {
            return info.map(PublicKeys::ofEncoded);
        }
        long type = object.number(Cka.KEY_TYPE).orElse(-1L);
        if (type == Ckk.RSA) {
            return object.bytes(Cka.MODULUS)
                    .flatMap(n -> object.bytes(Cka.PUBLIC_EXPONENT).map(e -> rsa(n, e)));
        }
        if (type == Ckk.EC || type == Ckk.EC_EDWARDS) {
            return object.bytes(Cka.EC_PARAMS)
                    .flatMap(c -> object.bytes(Cka.EC_POINT).map(p -> curve(type, c, p)));
        }
        return Optional.empty();
    }

    private static PublicKey rsa(byte[] modulus, byte[] exponent) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new RSAPublicKeySpec(
                                    new BigInteger(1, modulus), new BigInteger(1, exponent)));
        } catch (GeneralSecurityException e) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR, "the HSM gave an RSA key that is none", e);
        }
    }

    private static PublicKey curve(long type, byte[] parameters, byte[] point) {
        byte[] algorithm =
                type == Ckk.EC
                        ? Der.of(Der.SEQUENCE, EC_PUBLIC_KEY, parameters)
                        : Der.of(Der.SEQUENCE, edwards(parameters));
        byte[] bits = Der.bitString(Der.unwrapped(point));
        return PublicKeys.ofEncoded(Der.of(Der.SEQUENCE, algorithm, bits));
    }

    private static byte[] edwards(byte[] parameters) {
        return EDWARDS.getOrDefault(HexFormat.of().formatHex(parameters), parameters);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
