package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.storage.CommitLog;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.StorageException;

/** Reads the audit log from its file, beside whoever writes it. */
final class AuditReader {

    private final FileLayer files;
    private final Path file;
    private final RecordSeal seal;

    AuditReader(FileLayer files, Path folder, RecordSeal seal) {
        this.files = files;
        this.file = folder.resolve(AuditLog.FILE_NAME);
        this.seal = seal;
    }

    /** What is done with each entry. */
    interface Reading {
        void entry(AuditEntry entry, byte[] content);
    }

    /**
     * Hands over all entries, each checked against the one before it.
     *
     * @throws StorageException of kind DAMAGED
     */
    void read(Reading reading) {
        AuditLog.Tail tail = new AuditLog.Tail();
        try {
            CommitLog.read(
                    files,
                    file,
                    AuditLog.KIND,
                    seal.frames(DeviceParts.AUDIT_FRAMES),
                    record -> {
                        byte[] content = content(record);
                        reading.entry(tail.next(content), content);
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every Java runtime", e);
        }
    }

    /** Hands over what is left of a damaged log; says nothing of what is missing. */
    void salvage(Reading reading) {
        try {
            CommitLog.salvage(
                    files,
                    file,
                    AuditLog.KIND,
                    seal.frames(DeviceParts.AUDIT_FRAMES),
                    record -> {
                        byte[] content = content(record);
                        reading.entry(AuditEntry.of(content), content);
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every Java runtime", e);
        }
    }

    private static byte[] content(ByteBuffer record) {
        byte[] content = new byte[record.remaining()];
        record.get(content);
        return content;
    }

    /**
     * What reading all of the log found.
     *
     * @param problem empty if there is none
     * @param broken whether the log is not what was written; else it cannot be told
     */
    record Verdict(long entries, String problem, boolean broken) {}

    /**
     * Checks the whole log: the chain, that it goes as far as was confirmed, and a head that was
     * exported before.
     *
     * @param least how far it has to go
     */
    Verdict verify(long least, @Nullable AuditHead head) {
        Found found = new Found(head);
        try {
            read(found);
        } catch (StorageException e) {
            return new Verdict(found.entries, String.valueOf(e.getMessage()), true);
        }
        String problem = found.problem(least);
        return new Verdict(
                found.entries,
                problem,
                !problem.isEmpty() && (found.last < least || !found.isBeforeTheFirst()));
    }

    /** What was found while reading. */
    private static final class Found implements Reading {
        private final @Nullable AuditHead head;
        private long entries;
        private long first;
        private long last;
        private boolean sameHash;

        Found(@Nullable AuditHead head) {
            this.head = head;
        }

        @Override
        public void entry(AuditEntry entry, byte[] content) {
            first = entries == 0 ? entry.sequence() : first;
            last = entry.sequence();
            entries++;
            if (head != null && head.sequence() == last) {
                sameHash = Arrays.equals(head.hash(), StoreFold.sha256().digest(content));
            }
        }

        /** The log was begun anew since: what the head is of was put aside then. */
        boolean isBeforeTheFirst() {
            return head != null && head.sequence() < first;
        }

        String problem(long least) {
            if (last < least) {
                return "the log ends with entry " + last + ", and " + least + " was written";
            }
            if (head == null || sameHash) {
                return "";
            }
            if (head.sequence() > last) {
                return "the log ends with entry "
                        + last
                        + ", and the head is of entry "
                        + head.sequence()
                        + ": the device was put back to an older state";
            }
            if (isBeforeTheFirst()) {
                return "the log begins with entry "
                        + first
                        + ", and the head is of entry "
                        + head.sequence()
                        + ": look into what was put aside when an alarm was reset";
            }
            return "entry " + head.sequence() + " is not the one that the head was made of";
        }
    }

    /** An entry as a command answers it. */
    static Value.Fields fields(AuditEntry entry, byte[] content) {
        AuditEvent event = entry.event();
        return new Value.Fields()
                .put("sequence", entry.sequence())
                .put("time", entry.time().toString())
                .put("event", event.event())
                .put("actors", event.actors().stream().<Value>map(Value.Text::new).toList())
                .put("transport", event.peer().transport())
                .put("identity", event.peer().identity())
                .put("program", event.peer().program())
                .put("subject", event.subject())
                .put("detail", event.detail())
                .put("store-sequence", entry.storeSequence())
                .put("hash", HexFormat.of().formatHex(StoreFold.sha256().digest(content)));
    }
}
