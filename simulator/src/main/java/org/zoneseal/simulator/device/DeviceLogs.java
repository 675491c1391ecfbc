package org.zoneseal.simulator.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.ReadableFile;
import org.zoneseal.storage.StorageException;

/**
 * The two logs of a device, and whether they are what was written.
 *
 * <p>Each knows how far the other was when it was last written to. So an older copy of one of them
 * is noticed; an older copy of both only by a head that was kept elsewhere.
 */
record DeviceLogs(
        FileLayer files,
        Path folder,
        Contents contents,
        StoreFold fold,
        StoreJournal journal,
        AuditLog audit)
        implements AutoCloseable {

    private static final int COPY_LENGTH = 1 << 20;

    void create() {
        audit.create();
        journal.create();
    }

    /**
     * Opens both.
     *
     * @return what is wrong with them; empty if nothing is
     * @throws StorageException if nothing of the store can be trusted
     */
    List<String> open() {
        List<String> wrong = new ArrayList<>();
        try {
            audit.open();
        } catch (StorageException e) {
            wrong.add(damage(e));
            salvageAudit();
        }
        try {
            journal.open();
        } catch (StorageException e) {
            wrong.add(damage(e));
            journal.salvage();
        }
        wrong.addAll(older());
        if (!wrong.isEmpty()) {
            checkManageable(wrong);
        }
        return wrong;
    }

    /** The audit log may be gone altogether; then the alarm stays, and the device opens. */
    private void salvageAudit() {
        try {
            audit.salvage();
        } catch (StorageException e) {
            damage(e);
        }
    }

    /** Damage leads to an alarm; all else is no state of the device but of the machine. */
    private static String damage(StorageException e) {
        return switch (e.kind()) {
            case DAMAGED, MISSING -> String.valueOf(e.getMessage());
            case READ_ONLY, NO_SPACE, LOCKED, NEWER_FORMAT, NOT_DURABLE, FAILED -> throw e;
        };
    }

    /** Where nobody could reset an alarm, there is none to raise. */
    private void checkManageable(List<String> wrong) {
        if (!UserCommands.usersCanManage(contents.users().stream())) {
            throw new StorageException(
                    StorageException.Kind.DAMAGED,
                    String.join("; ", wrong)
                            + "; too little is left of the store to go on with: restore the folder"
                            + " from a backup");
        }
    }

    private List<String> older() {
        List<String> wrong = new ArrayList<>();
        if (audit.storeSeen() > fold.sequence()) {
            wrong.add(
                    "the store's log ends with entry "
                            + fold.sequence()
                            + ", and the audit log knows of entry "
                            + audit.storeSeen()
                            + ": the store is an older copy, or its end is missing");
        }
        if (fold.auditSeen() > audit.sequence()) {
            wrong.add(
                    "the audit log ends with entry "
                            + audit.sequence()
                            + ", and the store knows of entry "
                            + fold.auditSeen()
                            + ": the audit log is an older copy, or its end is missing");
        }
        return wrong;
    }

    /** Puts both logs aside as they are, and begins them anew with what is known. */
    void begin(AuditEvent event, long now) {
        try {
            keepAside(AuditLog.FILE_NAME, now);
            keepAside(StoreJournal.FILE_NAME, now);
        } catch (IOException e) {
            throw StorageException.of("cannot put aside", folder, e);
        }
        audit.begin(fold.auditSeen(), event);
        journal.begin(audit.storeSeen());
    }

    private void keepAside(String name, long now) throws IOException {
        Path file = folder.resolve(name);
        if (!files.exists(file)) {
            return;
        }
        Path copy = folder.resolve(name + ".before-" + now);
        try (ReadableFile from = files.openForReading(file);
                AtomicFile to = AtomicFile.begin(files, copy, Access.SECRET)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_LENGTH);
            long at = 0;
            while (from.read(buffer.clear(), at) > 0) {
                at += buffer.position();
                to.write(buffer.flip());
            }
            to.commit();
        }
    }

    @Override
    public void close() {
        try {
            journal.close();
        } finally {
            audit.close();
        }
    }
}
