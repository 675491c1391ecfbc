package org.zoneseal.simulator.device;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
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
    private final StoreFold fold;
    private final Contents contents = new Contents();
    private final FrameCheck storeCheck;
    private final FrameCheck auditCheck;

    private DeviceParts(FolderLock lock, StoreHead head, Seal seal, SecureRandom random)
            throws GeneralSecurityException {
        this.lock = lock;
        this.head = head;
        this.transientKey = randomKey(random);
        this.seal = new RecordSeal(seal, head.storeKey(), head.storeId(), random);
        this.transientSeal = new RecordSeal(seal, transientKey, head.storeId(), random);
        this.fold = new StoreFold(this.seal, contents);
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

    /** Writes the logs of a new device. */
    DeviceCore createLogs(FileLayer files, Path folder, InstantSource clock, SecureRandom random) {
        AuditLog audit = AuditLog.create(files, folder, auditCheck, clock, fold::sequence);
        StoreJournal journal =
                StoreJournal.create(files, folder, storeCheck, fold, contents, audit::sequence);
        return new DeviceCore(contents, journal, audit, clock, random, head.storeId());
    }

    /** Opens the logs of a device. */
    DeviceCore openLogs(FileLayer files, Path folder, InstantSource clock, SecureRandom random) {
        AuditLog audit = AuditLog.open(files, folder, auditCheck, clock, fold::sequence);
        StoreJournal journal =
                StoreJournal.open(files, folder, storeCheck, fold, contents, audit::sequence);
        return new DeviceCore(contents, journal, audit, clock, random, head.storeId());
    }

    RecordSeal seal() {
        return seal;
    }

    RecordSeal transientSeal() {
        return transientSeal;
    }

    /** Wipes the keys and gives the folder back. */
    @Override
    public void close() {
        transientKey.close();
        head.close();
        lock.close();
    }
}
