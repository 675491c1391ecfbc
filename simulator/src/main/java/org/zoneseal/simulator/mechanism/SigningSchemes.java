package org.zoneseal.simulator.mechanism;

import java.util.List;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;

/** From a mechanism with its parameter and a kind of key to the scheme that does it. */
public final class SigningSchemes {

    /** By their CKH_ numbers. */
    private static final List<MlDsaScheme.Hedge> HEDGES =
            List.of(
                    MlDsaScheme.Hedge.PREFERRED,
                    MlDsaScheme.Hedge.REQUIRED,
                    MlDsaScheme.Hedge.DETERMINISTIC);

    private static final int MAX_CONTEXT = 255;

    private SigningSchemes() {}

    /**
     * The scheme for a mechanism.
     *
     * @throws CryptokiException CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID,
     *     CKR_KEY_TYPE_INCONSISTENT
     */
    public static SigningScheme of(Mechanism mechanism, KeyPairKind kind) {
        long type = mechanism.type();
        return switch (kind) {
            case EcKind ec -> ecdsa(mechanism, ec);
            case EdwardsKind edwards -> {
                checkKind(type == Ckm.EDDSA);
                yield eddsa(mechanism, edwards);
            }
            case MlDsaKind mlDsa -> {
                checkKind(type == Ckm.ML_DSA);
                yield mlDsa(mechanism, mlDsa);
            }
            case RsaKind rsa -> rsa(mechanism, rsa);
        };
    }

    private static SigningScheme ecdsa(Mechanism mechanism, EcKind kind) {
        EcdsaScheme bare = new EcdsaScheme(kind);
        SigningScheme scheme =
                switch ((int) mechanism.type()) {
                    case (int) Ckm.ECDSA -> bare;
                    case (int) Ckm.ECDSA_SHA1 -> new HashedScheme(Hash.SHA1, bare);
                    case (int) Ckm.ECDSA_SHA224 -> new HashedScheme(Hash.SHA224, bare);
                    case (int) Ckm.ECDSA_SHA256 -> new HashedScheme(Hash.SHA256, bare);
                    case (int) Ckm.ECDSA_SHA384 -> new HashedScheme(Hash.SHA384, bare);
                    case (int) Ckm.ECDSA_SHA512 -> new HashedScheme(Hash.SHA512, bare);
                    default -> throw wrongKind();
                };
        checkNoParameter(mechanism);
        return scheme;
    }

    private static SigningScheme eddsa(Mechanism mechanism, EdwardsKind kind) {
        return switch (mechanism.parameter()) {
            case Mechanism.Parameter.None _ -> new EddsaScheme(kind, new byte[0]);
            case Mechanism.Parameter.Raw raw when raw.value().length == 0 ->
                    new EddsaScheme(kind, new byte[0]);
            case Mechanism.Parameter.Eddsa eddsa -> {
                if (eddsa.prehash()
                        || eddsa.context().length > MAX_CONTEXT
                        || kind == EdwardsKind.ED25519 && eddsa.context().length > 0) {
                    throw badParameter(
                            "EdDSA is done without prehashing, and with a context of at most 255"
                                    + " bytes on Ed448 only");
                }
                yield new EddsaScheme(kind, eddsa.context());
            }
            default -> throw badParameter("EdDSA takes CK_EDDSA_PARAMS or nothing");
        };
    }

    private static SigningScheme mlDsa(Mechanism mechanism, MlDsaKind kind) {
        return switch (mechanism.parameter()) {
            case Mechanism.Parameter.None _ ->
                    new MlDsaScheme(kind, MlDsaScheme.Hedge.PREFERRED, new byte[0]);
            case Mechanism.Parameter.SigningContext context -> {
                if (context.hedge() < 0
                        || context.hedge() >= HEDGES.size()
                        || context.context().length > MAX_CONTEXT) {
                    throw badParameter("no such hedge variant, or a context over 255 bytes");
                }
                yield new MlDsaScheme(kind, HEDGES.get((int) context.hedge()), context.context());
            }
            default -> throw badParameter("ML-DSA takes CK_SIGN_ADDITIONAL_CONTEXT or nothing");
        };
    }

    private static SigningScheme rsa(Mechanism mechanism, RsaKind kind) {
        int length = kind.length();
        return switch ((int) mechanism.type()) {
            case (int) Ckm.RSA_PKCS -> plain(mechanism, RsaPkcs1Scheme.ofDigestInfo(length));
            case (int) Ckm.RSA_X_509 -> plain(mechanism, new RsaRawScheme(length));
            case (int) Ckm.SHA1_RSA_PKCS -> pkcs1(mechanism, Hash.SHA1, length);
            case (int) Ckm.SHA224_RSA_PKCS -> pkcs1(mechanism, Hash.SHA224, length);
            case (int) Ckm.SHA256_RSA_PKCS -> pkcs1(mechanism, Hash.SHA256, length);
            case (int) Ckm.SHA384_RSA_PKCS -> pkcs1(mechanism, Hash.SHA384, length);
            case (int) Ckm.SHA512_RSA_PKCS -> pkcs1(mechanism, Hash.SHA512, length);
            case (int) Ckm.RSA_PKCS_PSS -> pss(mechanism, kind);
            case (int) Ckm.SHA1_RSA_PKCS_PSS -> pss(mechanism, Hash.SHA1, kind);
            case (int) Ckm.SHA224_RSA_PKCS_PSS -> pss(mechanism, Hash.SHA224, kind);
            case (int) Ckm.SHA256_RSA_PKCS_PSS -> pss(mechanism, Hash.SHA256, kind);
            case (int) Ckm.SHA384_RSA_PKCS_PSS -> pss(mechanism, Hash.SHA384, kind);
            case (int) Ckm.SHA512_RSA_PKCS_PSS -> pss(mechanism, Hash.SHA512, kind);
            default -> throw wrongKind();
        };
    }

    private static SigningScheme pkcs1(Mechanism mechanism, Hash hash, int length) {
        return plain(mechanism, new HashedScheme(hash, RsaPkcs1Scheme.of(hash, length)));
    }

    private static SigningScheme pss(Mechanism mechanism, Hash hash, RsaKind kind) {
        RsaPssScheme bare = pss(mechanism, kind);
        if (bare.hash() != hash) {
            throw badParameter("the parameter's hash is not the mechanism's");
        }
        return new HashedScheme(hash, bare);
    }

    private static RsaPssScheme pss(Mechanism mechanism, RsaKind kind) {
        if (!(mechanism.parameter() instanceof Mechanism.Parameter.Pss pss)) {
            throw badParameter("PSS takes CK_RSA_PKCS_PSS_PARAMS");
        }
        Hash hash = Hash.ofMechanism(pss.hash());
        Hash mask = Hash.ofMaskGeneration(pss.mgf());
        int encoded = (kind.bits() + 6) / 8;
        if (pss.saltLength() < 0 || pss.saltLength() > encoded - 2 - hash.length()) {
            throw badParameter("the salt does not fit into a signature of this key");
        }
        return new RsaPssScheme(hash, mask, (int) pss.saltLength(), kind.length());
    }

    private static SigningScheme plain(Mechanism mechanism, SigningScheme scheme) {
        checkNoParameter(mechanism);
        return scheme;
    }

    private static void checkNoParameter(Mechanism mechanism) {
        boolean none =
                switch (mechanism.parameter()) {
                    case Mechanism.Parameter.None _ -> true;
                    case Mechanism.Parameter.Raw raw -> raw.value().length == 0;
                    default -> false;
                };
        if (!none) {
            throw badParameter("this mechanism takes no parameter");
        }
    }

    private static void checkKind(boolean fits) {
        if (!fits) {
            throw wrongKind();
        }
    }

    private static CryptokiException wrongKind() {
        return new CryptokiException(
                Ckr.KEY_TYPE_INCONSISTENT, "the mechanism is for another type of key");
    }

    private static CryptokiException badParameter(String why) {
        return new CryptokiException(Ckr.MECHANISM_PARAM_INVALID, why);
    }
}
