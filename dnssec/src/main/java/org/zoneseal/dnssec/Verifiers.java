package org.zoneseal.dnssec;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.jspecify.annotations.Nullable;

/** Makes the verifier of each kind of key with the provider that is fastest at it. */
final class Verifiers {

    /** Shorter RSA keys are refused by AWS-LC. */
    private static final int CORRETTO_RSA_BITS = 1024;

    private static final int ED25519_KEY = 32;
    private static final int ED25519_SIGNATURE = 64;
    private static final int ED448_KEY = 57;
    private static final int ED448_SIGNATURE = 114;
    private static final int ML_DSA_44_KEY = 1312;
    private static final int ML_DSA_44_SIGNATURE = 2420;

    /** What stands before the key in a SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] ED25519_INFO = {
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    /** What stands before the key in a SubjectPublicKeyInfo (RFC 9881). */
    private static final byte[] ML_DSA_44_INFO = {
        0x30,
        (byte) 0x82,
        0x05,
        0x32,
        0x30,
        0x0b,
        0x06,
        0x09,
        0x60,
        (byte) 0x86,
        0x48,
        0x01,
        0x65,
        0x03,
        0x04,
        0x03,
        0x11,
        0x03,
        (byte) 0x82,
        0x05,
        0x21,
        0x00
    };

    private Verifiers() {}

    /** The native provider, or null where it has no build for this machine. */
    private static final class Corretto {
        static final @Nullable Provider PROVIDER = load();

        private static @Nullable Provider load() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? provider : null;
        }
    }

    /** Not registered with the JVM: used by name here only. */
    private static final class BouncyCastle {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    static SignatureVerifier rsa(String algorithm, byte[] publicKey) {
        return rsa(algorithm, publicKey, Corretto.PROVIDER);
    }

    static SignatureVerifier rsa(String algorithm, byte[] publicKey, @Nullable Provider corretto) {
        RSAPublicKey key = RsaKeys.publicKey(publicKey);
        int bits = key.getModulus().bitLength();
        Provider provider = bits < CORRETTO_RSA_BITS ? null : corretto;
        return new JcaVerifier(signature(algorithm, provider), key, (bits + 7) / 8);
    }

    static SignatureVerifier ecdsa(Curve curve, byte[] publicKey) {
        return ecdsa(curve, publicKey, Corretto.PROVIDER);
    }

    static SignatureVerifier ecdsa(Curve curve, byte[] publicKey, @Nullable Provider corretto) {
        PublicKey key = curve.publicKey(publicKey);
        Signature signature =
                corretto == null
                        ? signature(curve.hash() + "withPLAIN-ECDSA", BouncyCastle.PROVIDER)
                        : signature(curve.hash() + "withECDSAinP1363Format", corretto);
        return new JcaVerifier(signature, key, 2 * curve.bytes());
    }

    static SignatureVerifier ed25519(byte[] publicKey) {
        return ed25519(publicKey, Corretto.PROVIDER);
    }

    static SignatureVerifier ed25519(byte[] publicKey, @Nullable Provider corretto) {
        requireLength("Ed25519", publicKey, ED25519_KEY);
        if (!Ed25519.validatePublicKeyPartial(publicKey, 0)) {
            throw UnusableKeyException.malformed("the key is no point of the curve of Ed25519");
        }
        if (corretto == null) {
            return (data, from, count, signature, at, length) ->
                    length == ED25519_SIGNATURE
                            && Ed25519.verify(signature, at, publicKey, 0, data, from, count);
        }
        PublicKey key = key("Ed25519", info(ED25519_INFO, publicKey));
        return new JcaVerifier(signature("Ed25519", corretto), key, ED25519_SIGNATURE);
    }

    static SignatureVerifier ed448(byte[] publicKey) {
        requireLength("Ed448", publicKey, ED448_KEY);
        if (!Ed448.validatePublicKeyPartial(publicKey, 0)) {
            throw UnusableKeyException.malformed("the key is no point of the curve of Ed448");
        }
        byte[] context = {};
        return (data, from, count, signature, at, length) ->
                length == ED448_SIGNATURE
                        && Ed448.verify(signature, at, publicKey, 0, context, data, from, count);
    }

    static SignatureVerifier mlDsa44(byte[] publicKey) {
        requireLength("ML-DSA-44", publicKey, ML_DSA_44_KEY);
        PublicKey key = key("ML-DSA-44", info(ML_DSA_44_INFO, publicKey));
        return new JcaVerifier(signature("ML-DSA-44", null), key, ML_DSA_44_SIGNATURE);
    }

    private static void requireLength(String algorithm, byte[] publicKey, int length) {
        if (publicKey.length != length) {
            throw UnusableKeyException.malformed(
                    algorithm + " key of " + publicKey.length + " bytes; it has " + length);
        }
    }

    private static KeySpec info(byte[] prefix, byte[] publicKey) {
        byte[] encoded = new byte[prefix.length + publicKey.length];
        System.arraycopy(prefix, 0, encoded, 0, prefix.length);
        System.arraycopy(publicKey, 0, encoded, prefix.length, publicKey.length);
        return new X509EncodedKeySpec(encoded);
    }

    static PublicKey key(String algorithm, KeySpec spec) {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(spec);
        } catch (InvalidKeySpecException e) {
            throw UnusableKeyException.malformed("not a public key: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK 25", e);
        }
    }

    private static Signature signature(String algorithm, @Nullable Provider provider) {
        try {
            return provider == null
                    ? Signature.getInstance(algorithm)
                    : Signature.getInstance(algorithm, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing from its provider", e);
        }
    }
}
