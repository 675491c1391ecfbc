package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.zoneseal.cryptoki.wire.WireWriter;

/** What a login with a key file is made of: Ed25519 (RFC 8032) over a challenge. */
final class KeyFiles {

    static final int CHALLENGE_LENGTH = 32;

    private static final int KEY_LENGTH = 32;

    /** What SubjectPublicKeyInfo puts in front of an Ed25519 key (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] LABEL = "zoneseal login v1".getBytes(StandardCharsets.US_ASCII);

    private KeyFiles() {}

    /** What is signed for a challenge of a device. */
    static byte[] signed(byte[] deviceId, byte[] challenge) {
        return new WireWriter().raw(LABEL).raw(deviceId).raw(challenge).toBytes();
    }

    /**
     * A public key, given bare or as SubjectPublicKeyInfo.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static byte[] publicKey(byte[] given) {
        byte[] bare =
                given.length == PREFIX.length + KEY_LENGTH
                                && Arrays.equals(given, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
                        ? Arrays.copyOfRange(given, PREFIX.length, given.length)
                        : given;
        if (bare.length != KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "a public key for logins is an Ed25519 key: 32 bytes, or its"
                            + " SubjectPublicKeyInfo in DER");
        }
        return bare;
    }

    static boolean verifies(byte[] key, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519", "SunEC");
            check.initVerify(key(key));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey key(byte[] bare) throws GeneralSecurityException {
        byte[] encoded = new WireWriter().raw(PREFIX).raw(bare).toBytes();
        return KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePublic(new X509EncodedKeySpec(encoded));
    }
}
