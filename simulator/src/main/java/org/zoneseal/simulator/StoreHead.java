package org.zoneseal.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;

/**
 * The head of a folder that keys rest in, open: who the store is, and the key that all else in it
 * is sealed under.
 *
 * <p>The same file for the embedded HSM's store and for a device: {@link StoreHeaderV1}.
 */
public final class StoreHead implements AutoCloseable {

    /** The name of the file in its folder. */
    public static final String FILE_NAME = "store.v1";

    private final byte[] storeId;
    private final StoreKey storeKey;

    private StoreHead(StoreHeaderV1.Opened opened) {
        this.storeId = opened.storeId();
        this.storeKey = opened.storeKey();
    }

    /** Who encrypts: the accelerated provider, or the platform. */
    public static Seal bestSeal() {
        return new Seal(Schemes.best(HeapKeys.REFUSED).sealing());
    }

    /** Whether a folder has a head. */
    public static boolean exists(FileLayer files, Path folder) {
        return files.exists(folder.resolve(FILE_NAME));
    }

    /** Writes a new store's head, durably. */
    public static void create(
            FileLayer files, Path folder, StoreSecret secret, Seal seal, SecureRandom random)
            throws IOException, GeneralSecurityException {
        byte[] storeId = new byte[ObjectFileV1.ID_LENGTH];
        byte[] storeKey = new byte[StoreKey.LENGTH];
        random.nextBytes(storeId);
        random.nextBytes(storeKey);
        if (secret instanceof StoreSecret.DeviceFile(Path file)) {
            checkOutside(folder, file);
            DeviceSecretFileV1.createIfMissing(files, file, random);
        }
        try (Unlocking unlocking = unlocking(files, folder, secret)) {
            AtomicFile.replace(
                    files,
                    folder.resolve(FILE_NAME),
                    Access.SECRET,
                    StoreHeaderV1.write(seal, unlocking, storeId, storeKey, random));
        } finally {
            Arrays.fill(storeKey, (byte) 0);
        }
    }

    /**
     * Opens a store's head.
     *
     * @throws HsmException of kind STORE if the file is not as it was written, of kind WRONG_PIN if
     *     the secret is not the store's
     */
    public static StoreHead open(FileLayer files, Path folder, StoreSecret secret, Seal seal)
            throws IOException {
        try (Unlocking unlocking = unlocking(files, folder, secret)) {
            Path header = folder.resolve(FILE_NAME);
            return new StoreHead(
                    StoreHeaderV1.read(
                            header.toString(),
                            files.read(header, StoreHeaderV1.MAX_LENGTH),
                            seal,
                            unlocking));
        }
    }

    /** Sixteen random bytes that no other store has. */
    public byte[] storeId() {
        return storeId.clone();
    }

    public StoreKey storeKey() {
        return storeKey;
    }

    /** Wipes the key. */
    @Override
    public void close() {
        storeKey.close();
    }

    private static Unlocking unlocking(FileLayer files, Path folder, StoreSecret secret)
            throws IOException {
        return switch (secret) {
            case StoreSecret.Passphrase(var pin) -> new Unlocking.Passphrase(pin.bytes());
            case StoreSecret.DeviceFile(Path file) -> {
                checkOutside(folder, file);
                yield DeviceSecretFileV1.read(files, file);
            }
        };
    }

    private static void checkOutside(Path folder, Path file) {
        if (file.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    "the device secret "
                            + file
                            + " would lie inside the key store that it opens; keep it elsewhere");
        }
    }
}
