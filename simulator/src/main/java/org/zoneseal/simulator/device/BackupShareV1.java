package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.Argon2;
import org.zoneseal.simulator.Seal;
import org.zoneseal.simulator.StoreHead;

/**
 * A holder's share of a master backup key as a file, format 1.
 *
 * <pre>
 * "ZSMBKSHR" 8 | format 2 = 1 | id of the key 8 | threshold 1 | number of the share 1
 * | holder (text) | Argon2id: memory in KiB 4, passes 4, lanes 4 | salt 32
 * | share 32, AES-256-GCM; associated data: all before | tag 16 | SHA-256 of all before 32
 * </pre>
 *
 * <p>The encrypting key is Argon2id (passphrase, salt). The digest tells a damaged file from a
 * wrong passphrase; it protects nothing else.
 */
record BackupShareV1(
        String keyId, int threshold, int number, String holder, Argon2 cost, byte[] file) {

    private static final byte[] MAGIC = "ZSMBKSHR".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int SALT_LENGTH = 32;
    private static final int SHARE_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;
    private static final int PART = 1;
    private static final int SEALED_LENGTH = SHARE_LENGTH + Seal.TAG_LENGTH;

    /** Seals a share for its holder; the caller wipes share and passphrase. */
    static BackupShareV1 of(
            String keyId,
            int threshold,
            int number,
            String holder,
            byte[] share,
            byte[] passphrase,
            Argon2 cost,
            SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        byte[] head =
                new WireWriter()
                        .raw(MAGIC)
                        .u16(FORMAT)
                        .raw(HexFormat.of().parseHex(keyId))
                        .u8(threshold)
                        .u8(number)
                        .text(holder)
                        .u32(cost.memoryKib())
                        .u32(cost.passes())
                        .u32(cost.lanes())
                        .raw(salt)
                        .toBytes();
        byte[] key = cost.key(passphrase, salt);
        try {
            byte[] sealed = StoreHead.bestSeal().close(key, PART, head, share);
            byte[] content = new WireWriter().raw(head).raw(sealed).toBytes();
            byte[] file =
                    new WireWriter().raw(content).raw(StoreFold.sha256().digest(content)).toBytes();
            return new BackupShareV1(keyId, threshold, number, holder, cost, file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Reads a share's file.
     *
     * @throws IllegalArgumentException if it is none, or damaged
     */
    static BackupShareV1 read(byte[] file) {
        try {
            WireReader in = new WireReader(file);
            if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
                throw new IllegalArgumentException("this is no share of a master backup key");
            }
            if (in.u16() != FORMAT) {
                throw new IllegalArgumentException("this share is of a newer format");
            }
            checkDigest(file);
            String keyId = HexFormat.of().formatHex(in.raw(BackupKey.ID_LENGTH));
            int threshold = in.u8();
            int number = in.u8();
            String holder = in.text();
            Argon2 cost = new Argon2((int) in.u32(), (int) in.u32(), (int) in.u32());
            in.raw(SALT_LENGTH + SEALED_LENGTH + DIGEST_LENGTH);
            in.end();
            return new BackupShareV1(keyId, threshold, number, holder, cost, file);
        } catch (MalformedWireException e) {
            throw new IllegalArgumentException("this share is cut short", e);
        }
    }

    private static void checkDigest(byte[] file) {
        int end = file.length - DIGEST_LENGTH;
        if (end < 0
                || !Arrays.equals(
                        StoreFold.sha256().digest(Arrays.copyOf(file, end)),
                        Arrays.copyOfRange(file, end, file.length))) {
            throw new IllegalArgumentException("this share is damaged");
        }
    }

    /**
     * Opens the share; the caller wipes it.
     *
     * @throws IllegalArgumentException if the passphrase is wrong
     */
    byte[] open(byte[] passphrase) {
        int end = file.length - DIGEST_LENGTH;
        int sealedAt = end - SEALED_LENGTH;
        byte[] salt = Arrays.copyOfRange(file, sealedAt - SALT_LENGTH, sealedAt);
        byte[] key = cost.key(passphrase, salt);
        try {
            return StoreHead.bestSeal()
                    .open(
                            key,
                            PART,
                            Arrays.copyOf(file, sealedAt),
                            Arrays.copyOfRange(file, sealedAt, end),
                            new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the passphrase of " + holder + "'s share is wrong", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "BackupShareV1[" + keyId + " " + number + " of " + holder + "]";
    }
}
