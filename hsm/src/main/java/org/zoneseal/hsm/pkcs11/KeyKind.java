package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.*;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.zoneseal.hsm.SignatureScheme;

/**
 * What a signature scheme is called in PKCS#11: key type, curve, how keys are generated, and the
 * ways to sign in the order in which we like them.
 *
 * <p>Mechanisms that take a hash come first: less travels to the token, large record sets fit, and
 * every token that does the scheme at all has them, except where a policy (FIPS) forbids them.
 */
enum KeyKind {
    RSA_SHA256(
            SignatureScheme.RSA_SHA256,
            CKK_RSA,
            CKM_RSA_PKCS_KEY_PAIR_GEN,
            1024,
            0,
            List.of(),
            List.of(
                    SigningMechanism.ofHash(
                            CKM_RSA_PKCS, "SHA-256", hex("3031300d060960864801650304020105000420")),
                    SigningMechanism.ofData(CKM_SHA256_RSA_PKCS))),
    RSA_SHA512(
            SignatureScheme.RSA_SHA512,
            CKK_RSA,
            CKM_RSA_PKCS_KEY_PAIR_GEN,
            1024,
            0,
            List.of(),
            List.of(
                    SigningMechanism.ofHash(
                            CKM_RSA_PKCS, "SHA-512", hex("3051300d060960864801650304020305000440")),
                    SigningMechanism.ofData(CKM_SHA512_RSA_PKCS))),
    ECDSA_P256(
            SignatureScheme.ECDSA_P256_SHA256,
            CKK_EC,
            CKM_EC_KEY_PAIR_GEN,
            256,
            64,
            List.of(hex("06082a8648ce3d030107")),
            List.of(
                    SigningMechanism.ofHash(CKM_ECDSA, "SHA-256"),
                    SigningMechanism.ofData(CKM_ECDSA_SHA256))),
    ECDSA_P384(
            SignatureScheme.ECDSA_P384_SHA384,
            CKK_EC,
            CKM_EC_KEY_PAIR_GEN,
            384,
            96,
            List.of(hex("06052b81040022")),
            List.of(
                    SigningMechanism.ofHash(CKM_ECDSA, "SHA-384"),
                    SigningMechanism.ofData(CKM_ECDSA_SHA384))),
    /** The curve as an object identifier (RFC 8410), else by its name as PKCS#11 3.0 has it. */
    ED25519(
            SignatureScheme.ED25519,
            CKK_EC_EDWARDS,
            CKM_EC_EDWARDS_KEY_PAIR_GEN,
            255,
            32,
            List.of(hex("06032b6570"), hex("130c656477617264733235353139")),
            List.of(SigningMechanism.ofData(CKM_EDDSA))),
    /** PKCS#11 3.0 wants parameters for Ed448 and none for Ed25519. */
    ED448(
            SignatureScheme.ED448,
            CKK_EC_EDWARDS,
            CKM_EC_EDWARDS_KEY_PAIR_GEN,
            448,
            57,
            List.of(hex("06032b6571"), hex("130a65647761726473343438")),
            List.of(SigningMechanism.ofDataWithEddsaParameters(CKM_EDDSA))),
    ML_DSA_44(
            SignatureScheme.ML_DSA_44,
            CKK_ML_DSA,
            CKM_ML_DSA_KEY_PAIR_GEN,
            0,
            1312,
            List.of(),
            List.of(SigningMechanism.ofData(CKM_ML_DSA)));

    final SignatureScheme scheme;
    final long keyType;
    final long generation;

    /** The size that the mechanism's range has to reach up to. */
    final int bits;

    /** How long the public key is in a DNSKEY record; 0 if that depends on the key. */
    final int publicLength;

    /** How the curve can be written (CKA_EC_PARAMS), the usual way first. */
    final List<byte[]> curves;

    final List<SigningMechanism> mechanisms;

    KeyKind(
            SignatureScheme scheme,
            long keyType,
            long generation,
            int bits,
            int publicLength,
            List<byte[]> curves,
            List<SigningMechanism> mechanisms) {
        this.scheme = scheme;
        this.keyType = keyType;
        this.generation = generation;
        this.bits = bits;
        this.publicLength = publicLength;
        this.curves = curves;
        this.mechanisms = mechanisms;
    }

    static KeyKind of(SignatureScheme scheme) {
        for (KeyKind kind : values()) {
            if (kind.scheme == scheme) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no PKCS#11 form of " + scheme);
    }

    /** The ways to name the curve when a key is generated, the usual one first; at least one. */
    List<KeyForm> curveForms() {
        return forms().stream().filter(KeyForm::isPointWrapped).toList();
    }

    /** The ways to write a key, the usual one first; at least one. */
    List<KeyForm> forms() {
        return curves.isEmpty()
                ? List.of(KeyForm.NONE)
                : curves.stream()
                        .flatMap(c -> Stream.of(new KeyForm(c, true), new KeyForm(c, false)))
                        .toList();
    }

    boolean hasCurve(byte[] parameters) {
        return curves.stream().anyMatch(curve -> Arrays.equals(curve, parameters));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
