package org.zoneseal.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;
import org.zoneseal.storage.StorageException;
import org.zoneseal.storage.WritableFile;

/**
 * A folder of sealed objects.
 *
 * <pre>
 * store.v1            the head: {@link StoreHeaderV1}; written last when a store is made
 * lock                who has the store open
 * objects/ID.v1       one object each: {@link ObjectFileV1}
 * objects/ID.gone     an object that is being destroyed
 * </pre>
 *
 * <p>One file per object, because objects change one at a time: each write is one atomic replace, a
 * store of ten thousand keys does not rewrite them for a new label, and damage stays with one file.
 * A destroyed object first loses its name (that step decides), then its bytes are overwritten and
 * synced, then the file goes; what a crash interrupted is finished when the store is opened.
 *
 * <p>After a write that the disk did not confirm, the store takes no more writes until it is opened
 * again. For one thread.
 */
final class KeyStore implements AutoCloseable {

    private static final String HEADER = StoreHead.FILE_NAME;
    private static final String OBJECTS = "objects";
    private static final String GONE_SUFFIX = ".gone";

    private final FileLayer files;
    private final Path folder;
    private final Path objects;
    private final FolderLock lock;
    private final StoreHead head;
    private final ObjectFileV1 format;
    private final SecureRandom random;
    private boolean uncertain;

    private KeyStore(
            FileLayer files,
            Path folder,
            FolderLock lock,
            StoreHead head,
            Seal seal,
            SecureRandom random) {
        this.files = files;
        this.folder = folder;
        this.objects = folder.resolve(OBJECTS);
        this.lock = lock;
        this.head = head;
        this.random = random;
        this.format = new ObjectFileV1(seal, head.storeKey(), head.storeId(), random);
    }

    /** Whether a store was made in this folder. */
    static boolean exists(FileLayer files, Path folder) {
        return StoreHead.exists(files, folder);
    }

    /** Makes a store in a folder that has none, and opens it. */
    static KeyStore create(FileLayer files, Path folder, StoreSecret secret, Seal seal) {
        return guarded(
                folder,
                () -> {
                    files.createFolders(folder, Access.SECRET);
                    files.createFolders(folder.resolve(OBJECTS), Access.SECRET);
                    try (FolderLock _ = FolderLock.take(files, folder)) {
                        checkEmpty(files, folder);
                        StoreHead.create(files, folder, secret, seal, new SecureRandom());
                    }
                    return open(files, folder, secret, seal);
                });
    }

    /** Opens a store and takes it for this process. */
    static KeyStore open(FileLayer files, Path folder, StoreSecret secret, Seal seal) {
        return guarded(
                folder,
                () -> {
                    if (!exists(files, folder)) {
                        throw new HsmException(
                                HsmException.Kind.STORE, "there is no key store in " + folder);
                    }
                    FolderLock lock = FolderLock.take(files, folder);
                    boolean done = false;
                    try {
                        StoreHead head = StoreHead.open(files, folder, secret, seal);
                        done = true;
                        return new KeyStore(files, folder, lock, head, seal, new SecureRandom());
                    } finally {
                        if (!done) {
                            lock.close();
                        }
                    }
                });
    }

    /** Sixteen random bytes that no other store has. */
    byte[] storeId() {
        return head.storeId();
    }

    /** Reads and proves every object, after finishing what a crash interrupted. */
    List<StoredKey> load() {
        return guarded(
                folder,
                () -> {
                    removeLeftovers();
                    List<StoredKey> keys = new ArrayList<>();
                    for (Path file : files.list(objects)) {
                        String name = String.valueOf(file.getFileName());
                        if (name.endsWith(GONE_SUFFIX)) {
                            erase(file);
                        } else {
                            keys.add(
                                    format.read(
                                            file.toString(),
                                            objectId(file, name),
                                            files.read(file, ObjectFileV1.MAX_LENGTH)));
                        }
                    }
                    return keys;
                });
    }

    /** Stores a new key pair; durable when this returns. */
    StoredKey add(KeyId id, String label, NewKey key) {
        byte[] objectId = new byte[ObjectFileV1.ID_LENGTH];
        random.nextBytes(objectId);
        return changing(() ->
                put(
                        format.write(
                                new Place(objectId, 1),
                                id,
                                label,
                                key.publicHalf(),
                                key.secret())));
    }

    /** Stores a key pair under another label; durable when this returns. */
    StoredKey relabel(StoredKey stored, String label) {
        return changing(() -> {
            byte[] secret = secret(stored, new byte[0]);
            try {
                return put(
                        format.write(
                                stored.place().next(),
                                stored.id(),
                                label,
                                stored.publicHalf(),
                                secret));
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        });
    }

    /** Takes an object out of the store; no restart brings it back once this returns. */
    void withdraw(StoredKey stored) {
        changing(() -> {
            files.rename(file(stored), gone(stored));
            files.syncFolder(objects);
            return stored;
        });
    }

    /** Overwrites and removes what {@link #withdraw} took out. */
    void erase(StoredKey stored) {
        changing(() -> {
            erase(gone(stored));
            return stored;
        });
    }

    /** The secret of a key behind {@code prefix}, in one array that the caller wipes. */
    byte[] secret(StoredKey stored, byte[] prefix) throws GeneralSecurityException {
        return format.secret(stored, prefix);
    }

    @Override
    public void close() {
        head.close();
        guarded(
                folder,
                () -> {
                    lock.close();
                    return lock;
                });
    }

    private StoredKey put(StoredKey stored) {
        AtomicFile.replace(files, file(stored), Access.SECRET, stored.content());
        return stored;
    }

    private Path file(StoredKey stored) {
        return objects.resolve(stored.place().fileName());
    }

    private Path gone(StoredKey stored) {
        return objects.resolve(stored.place().fileName() + GONE_SUFFIX);
    }

    private void erase(Path gone) throws IOException {
        try (WritableFile file = files.open(gone)) {
            file.write(ByteBuffer.allocate((int) file.length()), 0);
            file.sync();
        }
        files.delete(gone);
        files.syncFolder(objects);
    }

    private static byte[] objectId(Path file, String name) {
        try {
            if (name.endsWith(Place.SUFFIX)) {
                return HexFormat.of().parseHex(name, 0, name.length() - Place.SUFFIX.length());
            }
        } catch (IllegalArgumentException e) {
            // Not a name of ours: said below.
        }
        throw new HsmException(
                HsmException.Kind.STORE,
                file + " is no file of this key store; move it away, nothing was changed");
    }

    private static void checkEmpty(FileLayer files, Path folder) throws IOException {
        if (exists(files, folder)) {
            throw new HsmException(
                    HsmException.Kind.STORE, "there is a key store in " + folder + " already");
        }
        for (Path file : files.list(folder.resolve(OBJECTS))) {
            if (!AtomicFile.isLeftover(file)) {
                throw new HsmException(
                        HsmException.Kind.STORE,
                        folder.resolve(HEADER)
                                + " is missing, but there are keys beside it, such as "
                                + file
                                + ": restore it from a backup, or choose another folder");
            }
        }
    }

    /** Runs a change, unless an earlier one left it unknown what is on the disk. */
    private <T> T changing(Step<T> step) {
        if (uncertain) {
            throw new HsmException(
                    HsmException.Kind.STORE,
                    "the disk did not confirm an earlier write to "
                            + objects
                            + "; no key is made, changed or destroyed before the store is opened"
                            + " again");
        }
        try {
            return step.run();
        } catch (StorageException e) {
            throw changeFailed(e);
        } catch (IOException e) {
            throw changeFailed(StorageException.of("cannot change", objects, e));
        } catch (GeneralSecurityException e) {
            throw sealFailed(e);
        }
    }

    private HsmException changeFailed(StorageException e) {
        uncertain |= e.kind() == StorageException.Kind.NOT_DURABLE;
        return hsm(e);
    }

    private void removeLeftovers() throws IOException {
        for (Path place : List.of(folder, objects)) {
            for (Path file : files.list(place)) {
                if (AtomicFile.isLeftover(file)) {
                    files.delete(file);
                }
            }
        }
    }

    private interface Step<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    private static <T> T guarded(Path folder, Step<T> step) {
        try {
            return step.run();
        } catch (StorageException e) {
            throw hsm(e);
        } catch (IOException e) {
            throw hsm(StorageException.of("cannot use", folder, e));
        } catch (GeneralSecurityException e) {
            throw sealFailed(e);
        }
    }

    private static HsmException sealFailed(GeneralSecurityException e) {
        return new HsmException(
                HsmException.Kind.STORE, "key store: encryption failed: " + e.getMessage(), e);
    }

    private static HsmException hsm(StorageException e) {
        HsmException.Kind kind =
                e.kind() == StorageException.Kind.NO_SPACE
                        ? HsmException.Kind.TOKEN_FULL
                        : HsmException.Kind.STORE;
        return new HsmException(kind, "key store: " + e.getMessage(), e);
    }
}
