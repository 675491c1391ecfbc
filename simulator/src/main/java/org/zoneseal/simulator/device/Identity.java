package org.zoneseal.simulator.device;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;

/**
 * The key that a device signs the heads of its audit log with: Ed25519, made with the device, never
 * leaving it and used for nothing else.
 */
final class Identity {

    private static final String SECRET = "identity";
    private static final String PUBLIC = "identity-public";
    private static final String ALGORITHM = "Ed25519";
    private static final String PROVIDER = "SunEC";
    private static final int KEY_LENGTH = 32;

    private final DeviceCore core;
    private final RecordSeal seal;

    Identity(DeviceCore core, RecordSeal seal) {
        this.core = core;
        this.seal = seal;
    }

    /** A new identity, for a new device. */
    static List<StoreRecord> create(RecordSeal seal, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM, PROVIDER);
        generator.initialize(255, random);
        KeyPair pair = generator.generateKeyPair();
        byte[] encoded = pair.getPrivate().getEncoded();
        try {
            byte[] info = pair.getPublic().getEncoded();
            byte[] bare = Arrays.copyOfRange(info, info.length - KEY_LENGTH, info.length);
            return List.of(
                    new StoreRecord.SecretPut(SECRET, seal.close(SECRET, new byte[0], encoded)),
                    new StoreRecord.SettingPut(PUBLIC, HexFormat.of().formatHex(bare)));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    byte[] publicKey() {
        return HexFormat.of().parseHex(core.contents().setting(PUBLIC, ""));
    }

    byte[] sign(byte[] message) {
        byte[] sealed = core.contents().secret(SECRET);
        try {
            if (sealed == null) {
                throw new GeneralSecurityException("it is missing");
            }
            byte[] encoded = seal.open(SECRET, new byte[0], sealed, new byte[0]);
            try {
                return sign(encoded, message);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.DEVICE_ERROR, "the device's identity key cannot be used");
        }
    }

    private static byte[] sign(byte[] encoded, byte[] message) throws GeneralSecurityException {
        PrivateKey key =
                KeyFactory.getInstance(ALGORITHM, PROVIDER)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance(ALGORITHM, PROVIDER);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }
}
