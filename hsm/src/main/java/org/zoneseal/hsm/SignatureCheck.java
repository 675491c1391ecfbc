package org.zoneseal.hsm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Checks signatures of a token in software, with the JDK's own providers: it judges tokens, so it
 * shares nothing with them.
 *
 * <p>Slow and plain on purpose. What is published is verified by {@code proof}.
 */
public final class SignatureCheck {

    /** SubjectPublicKeyInfo up to the key itself (RFC 5480, RFC 8410, RFC 9881). */
    private static final String P256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

    private static final String P384 = "3076301006072a8648ce3d020106052b8104002203620004";
    private static final String ED25519 = "302a300506032b6570032100";
    private static final String ED448 = "3043300506032b6571033a00";
    private static final String ML_DSA_44 = "30820532300b060960864801650304031103820521" + "00";

    private final PublicHalf half;
    private final PublicKey key;

    /**
     * A check against one public key.
     *
     * @throws HsmException of kind KEY_MISMATCH if this is no public key of its scheme
     */
    public SignatureCheck(PublicHalf half) {
        this.half = half;
        try {
            key = javaKey(half);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    "the token gave a public key that is none for " + half.scheme(),
                    e);
        }
    }

    /** Whether {@code signature}, in the form of {@link SignatureScheme}, is good for the data. */
    public boolean verifies(byte[] data, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(javaName(half.scheme()));
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String javaName(SignatureScheme scheme) {
        return switch (scheme) {
            case RSA_SHA256 -> "SHA256withRSA";
            case RSA_SHA512 -> "SHA512withRSA";
            case ECDSA_P256_SHA256 -> "SHA256withECDSAinP1363Format";
            case ECDSA_P384_SHA384 -> "SHA384withECDSAinP1363Format";
            case ED25519 -> "Ed25519";
            case ED448 -> "Ed448";
            case ML_DSA_44 -> "ML-DSA-44";
        };
    }

    private static PublicKey javaKey(PublicHalf half) throws GeneralSecurityException {
        byte[] form = half.dnskeyForm();
        return switch (half.scheme()) {
            case RSA_SHA256, RSA_SHA512 -> rsa(form);
            case ECDSA_P256_SHA256 -> encoded("EC", P256, form, 64);
            case ECDSA_P384_SHA384 -> encoded("EC", P384, form, 96);
            case ED25519 -> encoded("Ed25519", ED25519, form, 32);
            case ED448 -> encoded("Ed448", ED448, form, 57);
            case ML_DSA_44 -> encoded("ML-DSA-44", ML_DSA_44, form, 1312);
        };
    }

    private static PublicKey encoded(String algorithm, String prefix, byte[] form, int length)
            throws GeneralSecurityException {
        if (form.length != length) {
            throw new IllegalArgumentException(form.length + " bytes instead of " + length);
        }
        byte[] start = HexFormat.of().parseHex(prefix);
        byte[] whole = Arrays.copyOf(start, start.length + length);
        System.arraycopy(form, 0, whole, start.length, length);
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(whole));
    }

    /** RFC 3110 section 2. */
    private static PublicKey rsa(byte[] form) throws GeneralSecurityException {
        if (form.length < 3) {
            throw new IllegalArgumentException("too short for an RSA key");
        }
        boolean isShort = form[0] != 0;
        int start = isShort ? 1 : 3;
        int length = isShort ? form[0] & 0xff : (form[1] & 0xff) << 8 | form[2] & 0xff;
        if (start + length >= form.length) {
            throw new IllegalArgumentException("an RSA key without a modulus");
        }
        BigInteger exponent = new BigInteger(1, form, start, length);
        BigInteger modulus = new BigInteger(1, form, start + length, form.length - start - length);
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }
}
