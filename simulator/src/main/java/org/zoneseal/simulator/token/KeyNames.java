package org.zoneseal.simulator.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EcKind;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;
import org.zoneseal.simulator.mechanism.RsaKind;

/** What the native API calls keys: types, sizes, and specifiers, which are CKA_ID. */
final class KeyNames {

    private static final String HEX = "0x";

    private KeyNames() {}

    /**
     * What a type and size ask of key pair generation.
     *
     * @param template for the public half
     */
    record PairRequest(long mechanism, List<Attribute> template) {}

    /** The request for a type of key pair. */
    static PairRequest pairRequest(String type, long size) {
        if (type.equals("rsa")) {
            return new PairRequest(
                    Ckm.RSA_PKCS_KEY_PAIR_GEN,
                    List.of(Attribute.number(Cka.MODULUS_BITS, size == 0 ? 2048 : size)));
        }
        for (Curve curve : Curve.values()) {
            if (type.equals(name(new EcKind(curve)))) {
                return new PairRequest(
                        Ckm.EC_KEY_PAIR_GEN,
                        List.of(Attribute.bytes(Cka.EC_PARAMS, curve.objectIdentifier())));
            }
        }
        for (EdwardsKind kind : EdwardsKind.values()) {
            if (type.equals(name(kind))) {
                return new PairRequest(
                        Ckm.EC_EDWARDS_KEY_PAIR_GEN,
                        List.of(Attribute.bytes(Cka.EC_PARAMS, kind.objectIdentifier())));
            }
        }
        for (MlDsaKind kind : MlDsaKind.values()) {
            if (type.equals(name(kind))) {
                return new PairRequest(
                        Ckm.ML_DSA_KEY_PAIR_GEN,
                        List.of(Attribute.number(Cka.PARAMETER_SET, kind.parameterSet())));
            }
        }
        throw new CryptokiException(
                Ckr.ARGUMENTS_BAD,
                "no such type of key: "
                        + type
                        + "; there is rsa, ec-p256, ec-p384, ec-p521, ed25519, ed448, ml-dsa-44,"
                        + " ml-dsa-65, ml-dsa-87 and aes");
    }

    /** The type of a key that exists. */
    static String type(TokenObject key) {
        if (!key.kind().isSecretKey()) {
            return name(key.pairKind());
        }
        return key.kind().keyType() == Ckk.AES ? "aes" : "generic";
    }

    /** Its size in bits. */
    static long size(TokenObject key) {
        if (key.kind().isSecretKey()) {
            return key.attributes().number(Cka.VALUE_LEN, 0) * Byte.SIZE;
        }
        return switch (key.pairKind()) {
            case RsaKind _ -> new BigInteger(1, key.attributes().bytes(Cka.MODULUS)).bitLength();
            case EcKind ec -> ec.curve().bits();
            case EdwardsKind edwards -> edwards == EdwardsKind.ED25519 ? 256 : 456;
            case MlDsaKind mlDsa -> mlDsa.publicLength() * (long) Byte.SIZE;
        };
    }

    /** CKA_ID as text: as it is where that is printable, else in hexadecimal. */
    static String specifier(byte[] id) {
        for (byte each : id) {
            if (each <= ' ' || each > '~') {
                return HEX + HexFormat.of().formatHex(id);
            }
        }
        return new String(id, StandardCharsets.US_ASCII);
    }

    /** CKA_ID of a specifier. */
    static byte[] id(String specifier) {
        if (specifier.startsWith(HEX)) {
            try {
                return HexFormat.of().parseHex(specifier.substring(HEX.length()));
            } catch (IllegalArgumentException e) {
                throw new CryptokiException(
                        Ckr.ARGUMENTS_BAD, "after 0x a specifier has hexadecimal digits in pairs");
            }
        }
        return NativeArguments.utf8(specifier);
    }

    private static String name(KeyPairKind kind) {
        return switch (kind) {
            case RsaKind _ -> "rsa";
            case EcKind ec -> "ec-" + ec.curve().name().toLowerCase(Locale.ROOT);
            case EdwardsKind edwards -> edwards.name().toLowerCase(Locale.ROOT);
            case MlDsaKind mlDsa -> mlDsa.standardName().toLowerCase(Locale.ROOT);
        };
    }
}
