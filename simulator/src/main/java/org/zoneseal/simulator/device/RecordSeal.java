package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.Seal;
import org.zoneseal.simulator.StoreKey;
import org.zoneseal.storage.FrameCheck;

/**
 * Seals what a device writes: AES-256-GCM with 128-bit tags, a key of its own for each write.
 *
 * <pre>
 * salt 32 | ciphertext | tag 16
 * key = HKDF-SHA256(store key, salt, "zoneseal device v1 " purpose)
 * associated data = purpose, store id, place
 * </pre>
 *
 * <p>What was sealed for one purpose and place in one store opens nowhere else.
 */
final class RecordSeal {

    private static final int SALT_LENGTH = 32;
    private static final int PART = 1;

    private final Seal seal;
    private final StoreKey key;
    private final byte[] storeId;
    private final SecureRandom random;

    RecordSeal(Seal seal, StoreKey key, byte[] storeId, SecureRandom random) {
        this.seal = seal;
        this.key = key;
        this.storeId = storeId;
        this.random = random;
    }

    byte[] close(String purpose, byte[] place, byte[] plain) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        byte[] own = key.derive(salt, info(purpose));
        try {
            byte[] sealed = seal.close(own, PART, associated(purpose, place), plain);
            byte[] all = Arrays.copyOf(salt, SALT_LENGTH + sealed.length);
            System.arraycopy(sealed, 0, all, SALT_LENGTH, sealed.length);
            return all;
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    /** Opens into one array, behind {@code prefix}; the caller wipes it. */
    byte[] open(String purpose, byte[] place, byte[] sealed, byte[] prefix)
            throws GeneralSecurityException {
        if (sealed.length < SALT_LENGTH + Seal.TAG_LENGTH) {
            throw new GeneralSecurityException("it is too short to be sealed");
        }
        byte[] own = key.derive(Arrays.copyOf(sealed, SALT_LENGTH), info(purpose));
        try {
            return seal.open(
                    own,
                    PART,
                    associated(purpose, place),
                    Arrays.copyOfRange(sealed, SALT_LENGTH, sealed.length),
                    prefix);
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    /** How the frames of a log are known again. */
    FrameCheck frames(String purpose) throws GeneralSecurityException {
        byte[] own = key.derive(storeId, info(purpose));
        try {
            return FrameCheck.authenticated(new SecretKeySpec(own, "HmacSHA256"));
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    private byte[] associated(String purpose, byte[] place) {
        return new WireWriter().text(purpose).bytes(storeId).bytes(place).toBytes();
    }

    private static byte[] info(String purpose) {
        return ("zoneseal device v1 " + purpose).getBytes(StandardCharsets.US_ASCII);
    }
}
