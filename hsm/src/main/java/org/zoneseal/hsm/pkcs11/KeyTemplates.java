package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.CryptokiConstants.*;

import java.nio.charset.StandardCharsets;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.PrivateMaterial;

/** How we describe keys to a token: to make them, or to put them there. */
final class KeyTemplates {

    private static final byte[] EXPONENT = {1, 0, 1};

    private KeyTemplates() {}

    /** The public half of a pair to generate. */
    static Template generatedPublic(KeyKind kind, KeyRequest request, KeyForm form) {
        Template template = publicHalf(request);
        return switch (kind) {
            case RSA_SHA256, RSA_SHA512 ->
                    template.with(CKA_MODULUS_BITS, request.rsaBits())
                            .with(CKA_PUBLIC_EXPONENT, EXPONENT);
            case ECDSA_P256, ECDSA_P384, ED25519, ED448 ->
                    template.with(CKA_EC_PARAMS, form.curve());
            case ML_DSA_44 -> template.with(CKA_PARAMETER_SET, CKP_ML_DSA_44);
        };
    }

    private static Template publicHalf(KeyRequest request) {
        return named(request).with(CKA_PRIVATE, false).with(CKA_VERIFY, true);
    }

    /** The private half, generated or imported: it never leaves the token. */
    static Template privateHalf(KeyRequest request) {
        return named(request)
                .with(CKA_PRIVATE, true)
                .with(CKA_SENSITIVE, true)
                .with(CKA_EXTRACTABLE, false)
                .with(CKA_SIGN, true);
    }

    private static Template named(KeyRequest request) {
        return new Template()
                .with(CKA_TOKEN, true)
                .with(CKA_ID, request.id().bytes())
                .with(CKA_LABEL, request.label().getBytes(StandardCharsets.UTF_8));
    }

    static Template label(String label) {
        return new Template().with(CKA_LABEL, label.getBytes(StandardCharsets.UTF_8));
    }

    static Template importedPrivate(
            KeyKind kind, KeyRequest request, PrivateMaterial material, KeyForm form) {
        Template template =
                privateHalf(request)
                        .with(CKA_CLASS, CKO_PRIVATE_KEY)
                        .with(CKA_KEY_TYPE, kind.keyType);
        return switch (material) {
            case PrivateMaterial.Rsa rsa ->
                    template.with(CKA_MODULUS, rsa.modulus())
                            .with(CKA_PUBLIC_EXPONENT, rsa.publicExponent())
                            .with(CKA_PRIVATE_EXPONENT, rsa.privateExponent())
                            .with(CKA_PRIME_1, rsa.prime1())
                            .with(CKA_PRIME_2, rsa.prime2())
                            .with(CKA_EXPONENT_1, rsa.exponent1())
                            .with(CKA_EXPONENT_2, rsa.exponent2())
                            .with(CKA_COEFFICIENT, rsa.coefficient());
            case PrivateMaterial.Raw raw when kind == KeyKind.ML_DSA_44 ->
                    template.with(CKA_PARAMETER_SET, CKP_ML_DSA_44).with(CKA_SEED, raw.secret());
            case PrivateMaterial.Raw raw ->
                    template.with(CKA_EC_PARAMS, form.curve()).with(CKA_VALUE, raw.secret());
        };
    }

    static Template importedPublic(
            KeyKind kind, KeyRequest request, PrivateMaterial material, KeyForm form) {
        Template template =
                publicHalf(request)
                        .with(CKA_CLASS, CKO_PUBLIC_KEY)
                        .with(CKA_KEY_TYPE, kind.keyType);
        return switch (material) {
            case PrivateMaterial.Rsa rsa ->
                    template.with(CKA_MODULUS, rsa.modulus())
                            .with(CKA_PUBLIC_EXPONENT, rsa.publicExponent());
            case PrivateMaterial.Raw raw when kind == KeyKind.ML_DSA_44 ->
                    template.with(CKA_PARAMETER_SET, CKP_ML_DSA_44)
                            .with(CKA_VALUE, raw.publicDnskeyForm());
            case PrivateMaterial.Raw raw ->
                    template.with(CKA_EC_PARAMS, form.curve())
                            .with(CKA_EC_POINT, point(kind, raw.publicDnskeyForm(), form));
        };
    }

    private static byte[] point(KeyKind kind, byte[] dnskeyForm, KeyForm form) {
        byte[] point = dnskeyForm;
        if (kind.keyType == CKK_EC) {
            point = new byte[dnskeyForm.length + 1];
            point[0] = 0x04;
            System.arraycopy(dnskeyForm, 0, point, 1, dnskeyForm.length);
        }
        return form.isPointWrapped() ? Der.octetString(point) : point;
    }
}
