package org.zoneseal.simulator.device;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.simulator.StoreHead;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;
import org.zoneseal.storage.StorageException;

/**
 * The folder of a device, taken for this process.
 *
 * <pre>
 * store.v1      the head: store id, wrapped store key
 * device.log    objects, users, slots, settings: {@link StoreJournal}
 * audit.log     {@link AuditLog}
 * lock          who has it
 * unfinished    there while a device is being made; what is beside it counts for nothing
 * </pre>
 */
final class DeviceFolder {

    private static final String UNFINISHED = "unfinished";
    private static final String EMBEDDED_OBJECTS = "objects";

    private DeviceFolder() {}

    /** Whether a device was made in a folder, to the end. */
    static boolean holdsDevice(FileLayer files, Path folder) {
        return StoreHead.exists(files, folder)
                && files.exists(folder.resolve(StoreJournal.FILE_NAME))
                && !files.exists(folder.resolve(UNFINISHED));
    }

    /** Takes a folder for a new device. */
    static FolderLock begin(FileLayer files, Path folder) throws IOException {
        files.createFolders(folder, Access.SECRET);
        FolderLock lock = FolderLock.take(files, folder);
        boolean done = false;
        try {
            checkFree(files, folder);
            AtomicFile.replace(files, folder.resolve(UNFINISHED), Access.SECRET, new byte[0]);
            done = true;
            return lock;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    /** From here on the device is there. */
    static void finish(FileLayer files, Path folder) throws IOException {
        files.delete(folder.resolve(UNFINISHED));
        files.syncFolder(folder);
    }

    /** Takes the folder of a device that is there. */
    static FolderLock take(FileLayer files, Path folder) throws IOException {
        if (!files.exists(folder.resolve(StoreHead.FILE_NAME))
                && !files.exists(folder.resolve(StoreJournal.FILE_NAME))) {
            throw store("there is no device in " + folder + "; zoneseal hsm init makes one");
        }
        FolderLock lock = FolderLock.take(files, folder);
        boolean done = false;
        try {
            checkWhole(files, folder);
            removeLeftovers(files, folder);
            done = true;
            return lock;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    private static void checkFree(FileLayer files, Path folder) {
        if (files.exists(folder.resolve(UNFINISHED))) {
            return;
        }
        for (String name :
                new String[] {
                    StoreHead.FILE_NAME,
                    StoreJournal.FILE_NAME,
                    AuditLog.FILE_NAME,
                    EMBEDDED_OBJECTS
                }) {
            if (files.exists(folder.resolve(name))) {
                throw store(
                        "there is a device or a key store in "
                                + folder
                                + " already ("
                                + name
                                + "); choose another folder");
            }
        }
    }

    private static void checkWhole(FileLayer files, Path folder) {
        if (files.exists(folder.resolve(UNFINISHED))) {
            throw store(
                    "the device in "
                            + folder
                            + " was never finished; run zoneseal hsm init again, nothing is lost");
        }
        if (files.exists(folder.resolve(EMBEDDED_OBJECTS))
                && !files.exists(folder.resolve(StoreJournal.FILE_NAME))) {
            throw store(
                    folder
                            + " is the key store of an embedded HSM, not a device; zoneseal hsm init"
                            + " makes a device in a folder of its own");
        }
        for (String name : new String[] {StoreHead.FILE_NAME, StoreJournal.FILE_NAME}) {
            if (!files.exists(folder.resolve(name))) {
                throw store(
                        folder.resolve(name)
                                + " is missing; restore it from a backup, nothing was changed");
            }
        }
    }

    private static void removeLeftovers(FileLayer files, Path folder) throws IOException {
        for (Path file : files.list(folder)) {
            if (AtomicFile.isLeftover(file)) {
                files.deleteAbandoned(file);
            }
        }
        for (String log : new String[] {StoreJournal.FILE_NAME, AuditLog.FILE_NAME}) {
            Path aside = folder.resolve(log + ".next");
            if (files.exists(aside)) {
                files.delete(aside);
            }
        }
    }

    static HsmException store(String message) {
        return new HsmException(HsmException.Kind.STORE, message);
    }

    interface Step<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    /** Runs a step on the folder, and says in one sentence what went wrong. */
    static <T> T guarded(Path folder, Step<T> step) {
        try {
            return step.run();
        } catch (StorageException e) {
            throw hsm(e);
        } catch (IOException e) {
            throw hsm(StorageException.of("cannot use", folder, e));
        } catch (GeneralSecurityException e) {
            throw new HsmException(
                    HsmException.Kind.STORE, "device: encryption failed: " + e.getMessage(), e);
        }
    }

    private static HsmException hsm(StorageException e) {
        HsmException.Kind kind =
                e.kind() == StorageException.Kind.NO_SPACE
                        ? HsmException.Kind.TOKEN_FULL
                        : HsmException.Kind.STORE;
        return new HsmException(kind, "device: " + e.getMessage(), e);
    }

    /** Writes a new head; the lock of the folder goes if that fails. */
    static void writeHead(
            FileLayer files, Path folder, FolderLock lock, StoreSecret secret, SecureRandom random)
            throws IOException, GeneralSecurityException {
        boolean done = false;
        try {
            StoreHead.create(files, folder, secret, StoreHead.bestSeal(), random);
            done = true;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }
}
