package org.zoneseal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.zoneseal.hsm.HsmException;

/**
 * The head of a key store, format 1: who it is, and its key, wrapped.
 *
 * <pre>
 * offset  bytes
 *      0      8  "ZSKEYSTO"
 *      8      2  format: 1
 *     10     16  store id
 *     26      2  what opens it: 1 a passphrase, 2 a device secret
 *     28     12  Argon2id: memory in KiB, passes, lanes; zeros for a device secret
 *     40     32  salt
 *     72   2+48  store key, AES-256-GCM, part 1; associated data: bytes 0 to 72
 *    122     32  SHA-256 of all bytes before
 * </pre>
 *
 * <p>The wrapping key is Argon2id (passphrase, salt), or HKDF-SHA256 (device secret, salt,
 * "zoneseal store key v1"). The digest tells a damaged file from a wrong passphrase; it protects
 * nothing else.
 */
final class StoreHeaderV1 {

    static final int MAX_LENGTH = 4096;

    private static final String MAGIC = "ZSKEYSTO";
    private static final int FORMAT = 1;
    private static final int SALT_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;
    private static final int PASSPHRASE = 1;
    private static final int DEVICE_SECRET = 2;
    private static final int WRAP_PART = 1;
    private static final byte[] PURPOSE =
            "zoneseal store key v1".getBytes(StandardCharsets.US_ASCII);

    private StoreHeaderV1() {}

    /** An open store's id and key. */
    record Opened(byte[] storeId, StoreKey storeKey) {}

    /** A new store's file. */
    static byte[] write(
            Seal seal, Unlocking unlocking, byte[] storeId, byte[] storeKey, SecureRandom random)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        Argon2 cost = Argon2.DEFAULT;
        boolean slow = unlocking instanceof Unlocking.Passphrase;
        byte[] head =
                new Fields.Writer()
                        .begin(MAGIC, FORMAT)
                        .bytes(storeId)
                        .number16(slow ? PASSPHRASE : DEVICE_SECRET)
                        .number32(slow ? cost.memoryKib() : 0)
                        .number32(slow ? cost.passes() : 0)
                        .number32(slow ? cost.lanes() : 0)
                        .bytes(salt)
                        .toBytes();
        byte[] wrapping = wrappingKey(unlocking, cost, salt);
        try {
            byte[] content =
                    new Fields.Writer()
                            .bytes(head)
                            .counted(seal.close(wrapping, WRAP_PART, head, storeKey))
                            .toBytes();
            return new Fields.Writer().bytes(content).bytes(digest(content)).toBytes();
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /**
     * Opens a store.
     *
     * @throws HsmException of kind STORE if the file is not as it was written, of kind WRONG_PIN if
     *     the secret is not the store's
     */
    static Opened read(String file, byte[] content, Seal seal, Unlocking unlocking) {
        Fields fields = new Fields(file, content);
        fields.expect(MAGIC, FORMAT);
        checkDigest(fields, content);
        byte[] storeId = fields.bytes(ObjectFileV1.ID_LENGTH);
        int kind = fields.number16();
        int memoryKib = fields.number32();
        int passes = fields.number32();
        int lanes = fields.number32();
        byte[] salt = fields.bytes(SALT_LENGTH);
        byte[] head = Arrays.copyOf(content, fields.position());
        byte[] wrapped = fields.counted();
        fields.bytes(DIGEST_LENGTH);
        fields.end();
        checkKind(fields, file, kind, unlocking);
        Argon2 cost = kind == PASSPHRASE ? cost(fields, memoryKib, passes, lanes) : Argon2.DEFAULT;
        byte[] storeKey = unwrap(file, seal, wrappingKey(unlocking, cost, salt), head, wrapped);
        try {
            return new Opened(storeId, new StoreKey(storeKey));
        } finally {
            Arrays.fill(storeKey, (byte) 0);
        }
    }

    private static byte[] unwrap(
            String file, Seal seal, byte[] wrapping, byte[] head, byte[] wrapped) {
        try {
            return seal.open(wrapping, WRAP_PART, head, wrapped, new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new HsmException(
                    HsmException.Kind.WRONG_PIN,
                    "this passphrase or device secret does not open " + file,
                    e);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private static byte[] wrappingKey(Unlocking unlocking, Argon2 cost, byte[] salt) {
        try {
            return switch (unlocking) {
                case Unlocking.Passphrase(byte[] passphrase) -> cost.key(passphrase, salt);
                case Unlocking.DeviceSecret(byte[] secret) -> StoreKey.hkdf(secret, salt, PURPOSE);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every Java runtime", e);
        }
    }

    private static Argon2 cost(Fields fields, int memoryKib, int passes, int lanes) {
        try {
            return new Argon2(memoryKib, passes, lanes);
        } catch (IllegalArgumentException e) {
            throw fields.damaged(String.valueOf(e.getMessage()));
        }
    }

    private static void checkKind(Fields fields, String file, int kind, Unlocking unlocking) {
        if (kind != PASSPHRASE && kind != DEVICE_SECRET) {
            throw fields.damaged("it is opened by something unknown, " + kind);
        }
        if ((kind == PASSPHRASE) != unlocking instanceof Unlocking.Passphrase) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    file
                            + " is opened by "
                            + (kind == PASSPHRASE ? "a passphrase" : "a device secret file")
                            + ", and it was tried with "
                            + (kind == PASSPHRASE ? "a device secret file" : "a passphrase"));
        }
    }

    private static void checkDigest(Fields fields, byte[] content) {
        int end = content.length - DIGEST_LENGTH;
        if (end < 0
                || !MessageDigest.isEqual(
                        digest(Arrays.copyOf(content, end)),
                        Arrays.copyOfRange(content, end, content.length))) {
            throw fields.damaged("its checksum is wrong");
        }
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
