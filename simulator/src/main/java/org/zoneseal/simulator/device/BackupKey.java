package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.Seal;
import org.zoneseal.simulator.StoreHead;
import org.zoneseal.simulator.StoreKey;

/**
 * The master backup key of a device: AES-256, what leaves the device leaves it sealed under this.
 *
 * <p>It rests sealed in the store and is opened for the moment of its use. What is sealed says the
 * id of its key, so a device with another one, or none, refuses it by that.
 */
final class BackupKey {

    static final int ID_LENGTH = 8;

    private static final String SECRET = "master-backup-key";
    private static final String ID = "master-backup-key-id";
    private static final String ID_LABEL = "zoneseal master backup key id v1";
    private static final int SALT_LENGTH = 32;
    private static final int PART = 1;

    private final DeviceCore core;
    private final RecordSeal storeSeal;
    private final Seal seal = StoreHead.bestSeal();

    BackupKey(DeviceCore core, RecordSeal storeSeal) {
        this.core = core;
        this.storeSeal = storeSeal;
    }

    /** What a key is called by. */
    static String idOf(byte[] key) {
        var digest = StoreFold.sha256();
        digest.update(ID_LABEL.getBytes(StandardCharsets.US_ASCII));
        byte[] all = digest.digest(key);
        return HexFormat.of().formatHex(all, 0, ID_LENGTH);
    }

    /** The id of this device's key; empty if it has none. */
    String id() {
        return core.contents().setting(ID, "");
    }

    /** What makes a key this device's; the caller wipes it. */
    List<StoreRecord> records(byte[] key) {
        try {
            return List.of(
                    new StoreRecord.SecretPut(SECRET, storeSeal.close(SECRET, new byte[0], key)),
                    new StoreRecord.SettingPut(ID, idOf(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        }
    }

    /**
     * Seals for another place: {@code head}, then the id of the key, a salt, and the ciphertext.
     *
     * @param purpose names what it is, and makes a key of its own
     */
    byte[] seal(String purpose, byte[] head, byte[] plain) {
        byte[] salt = new byte[SALT_LENGTH];
        random().nextBytes(salt);
        byte[] clear =
                new WireWriter().raw(head).raw(HexFormat.of().parseHex(id())).raw(salt).toBytes();
        byte[] own = derived(purpose, salt);
        try {
            return new WireWriter().raw(clear).raw(seal.close(own, PART, clear, plain)).toBytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    /**
     * Opens what {@link #seal} made, on this device or another; the caller wipes it.
     *
     * @param headLength how much of it is the head
     */
    byte[] open(String purpose, int headLength, byte[] sealed) {
        int clearLength = headLength + ID_LENGTH + SALT_LENGTH;
        if (sealed.length < clearLength + Seal.TAG_LENGTH) {
            throw invalid("it is cut short");
        }
        checkId(HexFormat.of().formatHex(sealed, headLength, headLength + ID_LENGTH));
        byte[] clear = Arrays.copyOf(sealed, clearLength);
        byte[] salt = Arrays.copyOfRange(sealed, headLength + ID_LENGTH, clearLength);
        byte[] own = derived(purpose, salt);
        try {
            return seal.open(
                    own,
                    PART,
                    clear,
                    Arrays.copyOfRange(sealed, clearLength, sealed.length),
                    new byte[0]);
        } catch (GeneralSecurityException e) {
            throw invalid("it was changed or is damaged");
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    private void checkId(String found) {
        checkThere();
        if (!found.equals(id())) {
            throw invalid(
                    "it is sealed under the master backup key "
                            + found
                            + ", and this device has "
                            + id()
                            + "; import the shares of that one");
        }
    }

    /** Refuses what needs a master backup key where there is none. */
    void checkThere() {
        if (id().isEmpty()) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "this device has no master backup key; zoneseal hsm backup key-generate makes"
                            + " one, key-import brings that of another device");
        }
    }

    private byte[] derived(String purpose, byte[] salt) {
        checkThere();
        byte[] sealed = core.contents().secret(SECRET);
        try {
            if (sealed == null) {
                throw new GeneralSecurityException("it is missing");
            }
            byte[] key = storeSeal.open(SECRET, new byte[0], sealed, new byte[0]);
            try {
                return StoreKey.hkdf(
                        key, salt, ("zoneseal " + purpose).getBytes(StandardCharsets.US_ASCII));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.DEVICE_ERROR, "the device's master backup key cannot be used");
        }
    }

    private SecureRandom random() {
        return core.random();
    }

    private static CryptokiException invalid(String why) {
        return new CryptokiException(Ckr.WRAPPED_KEY_INVALID, why);
    }
}
