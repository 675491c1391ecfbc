package org.zoneseal.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.zoneseal.cryptoki.Ckr;

/** Public keys as the JDK has them, of what the HSM gives: SubjectPublicKeyInfo (RFC 5280). */
public final class PublicKeys {

    /** The algorithm's object identifier, tag and length included, and the JDK's name for it. */
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "06092a864886f70d010101", "RSA",
                    "06072a8648ce3d0201", "EC",
                    "06032b6570", "Ed25519",
                    "06032b6571", "Ed448",
                    "0609608648016503040311", "ML-DSA-44",
                    "0609608648016503040312", "ML-DSA-65",
                    "0609608648016503040313", "ML-DSA-87");

    private PublicKeys() {}

    /**
     * Reads a public key. One that only a newer JDK understands can be shown and compared here.
     *
     * @throws HsmClientException CKR_DEVICE_ERROR if it is none, or of an algorithm that nobody
     *     knows
     */
    public static PublicKey ofEncoded(byte[] info) {
        String algorithm = algorithm(info);
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info));
        } catch (NoSuchAlgorithmException e) {
            return new OpaquePublicKey(algorithm, info);
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    /**
     * The algorithm of a public key, its curve or parameter set included where that is a part of
     * the name: {@code Ed25519}, {@code ML-DSA-65}, but {@code EC}.
     *
     * @throws HsmClientException CKR_DEVICE_ERROR if it has none that is known
     */
    public static String algorithm(byte[] info) {
        String algorithm = ALGORITHMS.get(objectIdentifier(info));
        if (algorithm == null) {
            throw unreadable(new IllegalArgumentException("unknown algorithm"));
        }
        return algorithm;
    }

    /** Two SEQUENCE heads, then the OBJECT IDENTIFIER. */
    private static String objectIdentifier(byte[] info) {
        int at = afterHead(info, afterHead(info, 0));
        if (at < 0 || at + 2 > info.length) {
            return "";
        }
        int end = Math.min(info.length, at + 2 + (info[at + 1] & 0x7f));
        return HexFormat.of().formatHex(Arrays.copyOfRange(info, at, end));
    }

    private static int afterHead(byte[] info, int at) {
        if (at < 0 || at + 2 > info.length || info[at] != 0x30) {
            return -1;
        }
        int length = info[at + 1] & 0xff;
        return at + 2 + (length > 0x80 ? length - 0x80 : 0);
    }

    private static HsmClientException unreadable(Exception cause) {
        return new HsmClientException(
                Ckr.DEVICE_ERROR,
                "the HSM gave a public key that cannot be read: " + cause.getMessage(),
                cause);
    }
}
