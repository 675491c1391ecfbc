package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/** Public keys as tokens describe them, turned into the form that a DNSKEY record has. */
final class PublicHalves {

    /** The attributes of a public key object that say what the key is. */
    static final long[] ATTRIBUTES = {
        CKA_KEY_TYPE,
        CKA_MODULUS,
        CKA_PUBLIC_EXPONENT,
        CKA_EC_PARAMS,
        CKA_EC_POINT,
        CKA_PARAMETER_SET,
        CKA_VALUE
    };

    /** Likewise of a private key's object, and nothing that is secret in it. */
    static final long[] ATTRIBUTES_OF_PRIVATE_KEY = {
        CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_PARAMS, CKA_EC_POINT
    };

    private static final int UNCOMPRESSED = 0x04;

    private PublicHalves() {}

    /**
     * The public half, if it is of a kind that DNSSEC signs with.
     *
     * @param label tells RSA keys apart, whose hash no token stores
     */
    static Optional<PublicHalf> of(Attributes key, String label) {
        long type = key.number(CKA_KEY_TYPE);
        if (type == CKK_RSA) {
            return rsa(key, label);
        }
        if (type == CKK_EC || type == CKK_EC_EDWARDS) {
            return curve(key, type);
        }
        if (type == CKK_ML_DSA && key.number(CKA_PARAMETER_SET) == CKP_ML_DSA_44) {
            return key.bytes(CKA_VALUE).map(v -> new PublicHalf(SignatureScheme.ML_DSA_44, v));
        }
        return Optional.empty();
    }

    private static Optional<PublicHalf> rsa(Attributes key, String label) {
        return key.bytes(CKA_PUBLIC_EXPONENT)
                .flatMap(exponent ->
                        key.bytes(CKA_MODULUS)
                                .map(modulus ->
                                        PublicHalf.ofRsa(rsaScheme(label), exponent, modulus)));
    }

    /** The third part of a label of ours, {@code zone/role/algorithm/tag}, is the algorithm. */
    private static SignatureScheme rsaScheme(String label) {
        String[] parts = label.split("/", -1);
        String algorithm = parts.length > 2 ? parts[2].toUpperCase(Locale.ROOT) : "";
        return switch (algorithm) {
            case "10", "RSASHA512", "RSA_SHA512" -> SignatureScheme.RSA_SHA512;
            default -> SignatureScheme.RSA_SHA256;
        };
    }

    private static Optional<PublicHalf> curve(Attributes key, long type) {
        byte[] curve = key.bytes(CKA_EC_PARAMS).orElse(new byte[0]);
        byte[] point = key.bytes(CKA_EC_POINT).orElse(new byte[0]);
        for (KeyKind kind : KeyKind.values()) {
            if (kind.keyType == type && kind.hasCurve(curve)) {
                byte[] form = type == CKK_EC ? coordinates(point, kind) : plain(point, kind);
                return form.length == kind.publicLength
                        ? Optional.of(new PublicHalf(kind.scheme, form))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** x and y side by side (RFC 6605 section 4) from an uncompressed point (SEC 1). */
    private static byte[] coordinates(byte[] point, KeyKind kind) {
        byte[] bare = Der.unwrapped(point, kind.publicLength + 1);
        return bare.length == kind.publicLength + 1 && bare[0] == UNCOMPRESSED
                ? Arrays.copyOfRange(bare, 1, bare.length)
                : new byte[0];
    }

    /** How long signatures are: that of the modulus for RSA, fixed for all others. */
    static int signatureLength(PublicHalf half) {
        return switch (half.scheme()) {
            case RSA_SHA256, RSA_SHA512 -> modulusLength(half.dnskeyForm());
            case ECDSA_P256_SHA256, ED25519 -> 64;
            case ECDSA_P384_SHA384 -> 96;
            case ED448 -> 114;
            case ML_DSA_44 -> 2420;
        };
    }

    /** What RFC 3110 leaves for the modulus. */
    private static int modulusLength(byte[] form) {
        int exponent = form[0] & 0xff;
        return exponent != 0
                ? form.length - 1 - exponent
                : form.length - 3 - ((form[1] & 0xff) << 8 | form[2] & 0xff);
    }

    private static byte[] plain(byte[] point, KeyKind kind) {
        return Der.unwrapped(point, kind.publicLength);
    }
}
