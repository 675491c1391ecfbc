package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.LongSupplier;
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

    private final CommitLog log;
    private final Tail tail;
    private final InstantSource clock;
    private final LongSupplier storeSequence;

    private AuditLog(CommitLog log, Tail tail, InstantSource clock, LongSupplier storeSequence) {
        this.log = log;
        this.tail = tail;
        this.clock = clock;
        this.storeSequence = storeSequence;
    }

    static AuditLog create(
            FileLayer files,
            Path folder,
            FrameCheck check,
            InstantSource clock,
            LongSupplier storeSequence) {
        CommitLog log = CommitLog.create(files, folder.resolve(FILE_NAME), KIND, check);
        return new AuditLog(log, new Tail(), clock, storeSequence);
    }

    static AuditLog open(
            FileLayer files,
            Path folder,
            FrameCheck check,
            InstantSource clock,
            LongSupplier storeSequence) {
        Tail tail = new Tail();
        CommitLog log = CommitLog.open(files, folder.resolve(FILE_NAME), KIND, check, tail::read);
        return new AuditLog(log, tail, clock, storeSequence);
    }

    /** Writes an entry; it is durable when this returns. */
    void write(AuditEvent event) {
        log.commit(new Change(event));
    }

    /** Number of the last entry. */
    long sequence() {
        return tail.sequence;
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
        return log.cut();
    }

    @Override
    public void close() {
        log.close();
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
        public void durable() {}
    }
}
