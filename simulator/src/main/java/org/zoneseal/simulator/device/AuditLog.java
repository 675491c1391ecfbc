package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.storage.CommitLog;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FrameCheck;
import org.zoneseal.storage.LogKind;
import org.zoneseal.storage.StorageException;

/**
 * The audit log: entries chained by SHA-256, appended and never changed.
 *
 * <p>Each entry has the hash of the one before it, so a hash that is kept elsewhere (a head) pins
 * all of the past. An entry is durable when {@link #write} returns.
 */
final class AuditLog implements AutoCloseable {

    static final String FILE_NAME = "audit.log";

    static final LogKind KIND = new LogKind("ZSAUDLOG", 1);

    private final FileLayer files;
    private final Path file;
    private final FrameCheck check;
    private final InstantSource clock;
    private final LongSupplier storeSequence;
    private final Tail tail = new Tail();
    private volatile @Nullable CommitLog log;
    private volatile long durable;

    AuditLog(
            FileLayer files,
            Path folder,
            FrameCheck check,
            InstantSource clock,
            LongSupplier storeSequence) {
        this.files = files;
        this.file = folder.resolve(FILE_NAME);
        this.check = check;
        this.clock = clock;
        this.storeSequence = storeSequence;
    }

    /** Begins the log of a new device. */
    void create() {
        log = CommitLog.create(files, file, KIND, check);
    }

    /**
     * Reads the log and opens it for entries.
     *
     * @throws StorageException of kind DAMAGED; then {@link #salvage} reads what there is
     */
    void open() {
        log = CommitLog.open(files, file, KIND, check, tail::read);
        durable = tail.sequence;
    }

    /** Reads what is left of a damaged log; it takes no entries until {@link #begin}. */
    void salvage() {
        CommitLog.salvage(files, file, KIND, check, tail::skim);
        durable = tail.sequence;
    }

    /**
     * Begins the log anew, after an alarm, with one entry; numbers and hashes go on.
     *
     * @param known a number that others know an entry of this log by; it is not used again
     */
    void begin(long known, AuditEvent event) {
        close();
        tail.skipTo(known);
        Change first = new Change(event);
        log = CommitLog.replace(files, file, KIND, check, out -> out.accept(first.record()));
        first.appended();
        first.durable();
    }

    /** Writes an entry; it is durable when this returns. */
    void write(AuditEvent event) {
        CommitLog now = log;
        if (now == null) {
            throw new StorageException(
                    StorageException.Kind.DAMAGED,
                    file + " is closed, or damaged and was left as it is");
        }
        now.commit(new Change(event));
    }

    /** Number of the last durable entry. */
    long sequence() {
        return durable;
    }

    /** When the last entry was written. */
    Instant lastTime() {
        return tail.time;
    }

    /** The highest number of a store entry that any audit entry knows of. */
    long storeSeen() {
        return tail.storeSeen;
    }

    /** Number and hash of the last entry. */
    Head head() {
        synchronized (tail) {
            return new Head(tail.sequence, tail.time, tail.hash.clone());
        }
    }

    /** Where the log ends. */
    record Head(long sequence, Instant time, byte[] hash) {}

    /** How many bytes opening cut off. */
    long cut() {
        CommitLog now = log;
        return now == null ? 0 : now.cut();
    }

    @Override
    public void close() {
        CommitLog now = log;
        if (now != null) {
            log = null;
            now.close();
        }
    }

    /** The end of the log, found by reading all of it. */
    static final class Tail {

        private volatile long sequence;
        private volatile long storeSeen;
        private volatile Instant time = Instant.EPOCH;
        private byte[] hash = new byte[AuditEntry.HASH_LENGTH];

        /** Checks an entry against the one before it. */
        void read(ByteBuffer record) {
            byte[] content = new byte[record.remaining()];
            record.get(content);
            next(content);
        }

        AuditEntry next(byte[] content) {
            try {
                AuditEntry entry = AuditEntry.of(content);
                // A log that was begun anew after an alarm goes on with the numbers of the old one.
                boolean first = sequence == 0;
                if (!first
                        && (entry.sequence() != sequence + 1
                                || !Arrays.equals(entry.before(), hash))) {
                    throw damaged("entry " + (sequence + 1) + " does not follow the one before it");
                }
                passed(entry, content);
                return entry;
            } catch (MalformedWireException e) {
                throw damaged("entry " + (sequence + 1) + " is no entry");
            }
        }

        /** Takes what comes from a damaged log, as long as it goes forward. */
        void skim(ByteBuffer record) {
            byte[] content = new byte[record.remaining()];
            record.get(content);
            AuditEntry entry = AuditEntry.of(content);
            if (entry.sequence() > sequence) {
                passed(entry, content);
            }
        }

        synchronized void skipTo(long number) {
            sequence = Math.max(sequence, number);
        }

        synchronized void passed(AuditEntry entry, byte[] content) {
            sequence = entry.sequence();
            storeSeen = Math.max(storeSeen, entry.storeSequence());
            time = entry.time();
            hash = StoreFold.sha256().digest(content);
        }

        private static StorageException damaged(String how) {
            return new StorageException(
                    StorageException.Kind.DAMAGED, "the audit log is damaged: " + how);
        }
    }

    private final class Change implements CommitLog.Change {
        private final AuditEvent event;
        private byte[] content = {};

        Change(AuditEvent event) {
            this.event = event;
        }

        @Override
        public ByteBuffer record() {
            AuditEntry entry =
                    new AuditEntry(
                            tail.sequence + 1,
                            clock.instant(),
                            event,
                            storeSequence.getAsLong(),
                            tail.hash);
            content = entry.toBytes();
            return ByteBuffer.wrap(content);
        }

        @Override
        public void appended() {
            tail.passed(AuditEntry.of(content), content);
        }

        @Override
        public void durable() {
            durable = AuditEntry.of(content).sequence();
        }
    }
}
