package org.zoneseal.simulator.device;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.simulator.Seal;
import org.zoneseal.simulator.StoreHead;
import org.zoneseal.simulator.StoreKey;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;
import org.zoneseal.storage.FrameCheck;

/** The open files and keys of a device's folder. */
final class DeviceParts implements AutoCloseable {

    private static final String STORE_FRAMES = "frames store";
    static final String AUDIT_FRAMES = "frames audit";

    private final FolderLock lock;
    private final StoreHead head;
    private final StoreKey transientKey;
    private final RecordSeal seal;
    private final RecordSeal transientSeal;
    private @Nullable DeviceLogs logs;
    private final FrameCheck storeCheck;
    private final FrameCheck auditCheck;

    private DeviceParts(FolderLock lock, StoreHead head, Seal seal, SecureRandom random)
            throws GeneralSecurityException {
        this.lock = lock;
        this.head = head;
        this.transientKey = randomKey(random);
        this.seal = new RecordSeal(seal, head.storeKey(), head.storeId(), random);
        this.transientSeal = new RecordSeal(seal, transientKey, head.storeId(), random);
        this.storeCheck = this.seal.frames(STORE_FRAMES);
        this.auditCheck = this.seal.frames(AUDIT_FRAMES);
    }

    private static StoreKey randomKey(SecureRandom random) {
        byte[] bytes = new byte[StoreKey.LENGTH];
        random.nextBytes(bytes);
        try {
            return new StoreKey(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Opens the head of a folder that was taken; the lock goes with it, or if it fails. */
    static DeviceParts of(
            FileLayer files, Path folder, FolderLock lock, StoreSecret secret, SecureRandom random)
            throws IOException, GeneralSecurityException {
        boolean done = false;
        try {
            Seal seal = StoreHead.bestSeal();
            StoreHead head = StoreHead.open(files, folder, secret, seal);
            DeviceParts parts = new DeviceParts(lock, head, seal, random);
            done = true;
            return parts;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    /** The two logs of the device, neither created nor opened yet. */
    DeviceLogs logs(FileLayer files, Path folder, InstantSource clock) {
        Contents contents = new Contents();
        StoreFold fold = new StoreFold(seal, contents);
        AuditLog audit = new AuditLog(files, folder, auditCheck, clock, fold::durable);
        StoreJournal journal =
                new StoreJournal(files, folder, storeCheck, fold, contents, audit::sequence);
        logs = new DeviceLogs(files, folder, contents, fold, journal, audit);
        return logs;
    }

    byte[] deviceId() {
        return head.storeId();
    }

    RecordSeal seal() {
        return seal;
    }

    RecordSeal transientSeal() {
        return transientSeal;
    }

    /** Closes the logs, wipes the keys and gives the folder back. */
    @Override
    public void close() {
        try {
            if (logs != null) {
                logs.close();
            }
        } finally {
            transientKey.close();
            head.close();
            lock.close();
        }
    }
}
