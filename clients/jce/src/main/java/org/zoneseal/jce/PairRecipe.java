package org.zoneseal.jce;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;
import java.util.Locale;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/**
 * How a key pair is made: the mechanism, and what the public half's template says.
 *
 * @param decrypts whether such keys decrypt as well as sign
 */
record PairRecipe(Mechanism mechanism, Template publicHalf, boolean decrypts) {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    /** What an algorithm's name alone stands for. */
    static PairRecipe of(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> rsa(3072, RSAKeyGenParameterSpec.F4);
            case "EC" -> named("secp384r1");
            case "EdDSA" -> named("Ed25519");
            case "ML-DSA" -> named("ML-DSA-65");
            default -> named(algorithm);
        };
    }

    /** A key of so many bits. */
    static PairRecipe of(String algorithm, int bits) throws InvalidAlgorithmParameterException {
        return switch (algorithm + " " + bits) {
            case "EC 256" -> named("secp256r1");
            case "EC 384" -> named("secp384r1");
            case "EC 521" -> named("secp521r1");
            case "EdDSA 255", "EdDSA 256", "Ed25519 255", "Ed25519 256" -> named("Ed25519");
            case "EdDSA 448", "Ed448 448" -> named("Ed448");
            default -> {
                if (algorithm.equals("RSA") && bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS) {
                    yield rsa(bits, RSAKeyGenParameterSpec.F4);
                }
                throw new InvalidAlgorithmParameterException(
                        "no " + algorithm + " keys of " + bits + " bits");
            }
        };
    }

    /** A key as a specification says. */
    static PairRecipe of(String algorithm, AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException {
        if (algorithm.equals("RSA") && specification instanceof RSAKeyGenParameterSpec rsa) {
            PairRecipe ofSize = of(algorithm, rsa.getKeysize());
            return rsa.getPublicExponent().equals(RSAKeyGenParameterSpec.F4)
                    ? ofSize
                    : rsa(rsa.getKeysize(), rsa.getPublicExponent());
        }
        if (algorithm.equals("EC") && specification instanceof ECParameterSpec curve) {
            return curve(curve);
        }
        if (algorithm.equals("EC") && specification instanceof ECGenParameterSpec named) {
            return curve(named);
        }
        if (specification instanceof NamedParameterSpec named) {
            return ofName(algorithm, named.getName());
        }
        throw new InvalidAlgorithmParameterException(
                specification.getClass().getName() + " says nothing about " + algorithm + " keys");
    }

    private static PairRecipe ofName(String algorithm, String name)
            throws InvalidAlgorithmParameterException {
        boolean fits =
                switch (algorithm) {
                    case "EdDSA" -> name.toUpperCase(Locale.ROOT).matches("ED25519|ED448");
                    case "ML-DSA" -> name.toUpperCase(Locale.ROOT).matches("ML-DSA-(44|65|87)");
                    default -> name.equalsIgnoreCase(algorithm);
                };
        if (algorithm.equals("EC")) {
            return curve(new ECGenParameterSpec(name));
        }
        if (!fits) {
            throw new InvalidAlgorithmParameterException(name + " is no " + algorithm + " key");
        }
        return named(name);
    }

    private static PairRecipe named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SECP256R1" -> curve("06082a8648ce3d030107", Ckm.EC_KEY_PAIR_GEN);
            case "SECP384R1" -> curve("06052b81040022", Ckm.EC_KEY_PAIR_GEN);
            case "SECP521R1" -> curve("06052b81040023", Ckm.EC_KEY_PAIR_GEN);
            case "ED25519" -> curve("06032b6570", Ckm.EC_EDWARDS_KEY_PAIR_GEN);
            case "ED448" -> curve("06032b6571", Ckm.EC_EDWARDS_KEY_PAIR_GEN);
            case "ML-DSA-44" -> mlDsa(1);
            case "ML-DSA-65" -> mlDsa(2);
            case "ML-DSA-87" -> mlDsa(3);
            default -> throw new ProviderException("no keys of " + name);
        };
    }

    private static PairRecipe rsa(int bits, BigInteger exponent) {
        return new PairRecipe(
                Mechanism.of(Ckm.RSA_PKCS_KEY_PAIR_GEN),
                Template.any()
                        .number(Cka.MODULUS_BITS, bits)
                        .bytes(Cka.PUBLIC_EXPONENT, exponent.toByteArray()),
                true);
    }

    private static PairRecipe curve(String parameters, long mechanism) {
        return curve(HexFormat.of().parseHex(parameters), mechanism);
    }

    private static PairRecipe curve(byte[] parameters, long mechanism) {
        return new PairRecipe(
                Mechanism.of(mechanism), Template.any().bytes(Cka.EC_PARAMS, parameters), false);
    }

    private static PairRecipe mlDsa(long parameterSet) {
        return new PairRecipe(
                Mechanism.of(Ckm.ML_DSA_KEY_PAIR_GEN),
                Template.any().number(Cka.PARAMETER_SET, parameterSet),
                false);
    }

    /** The JDK knows curves by many names, and their object identifiers. */
    private static PairRecipe curve(AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(specification);
            return curve(parameters.getEncoded(), Ckm.EC_KEY_PAIR_GEN);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException(e);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new ProviderException(e);
        }
    }
}
