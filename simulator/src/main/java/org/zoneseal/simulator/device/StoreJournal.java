package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.zoneseal.storage.CommitLog;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FrameCheck;
import org.zoneseal.storage.LogKind;
import org.zoneseal.storage.StorageException;

/**
 * The store's log, open for changes: durable before they are seen.
 *
 * <p>When what no longer counts outweighs what does, the log is written anew with the latter only;
 * that is the checkpoint.
 */
final class StoreJournal implements AutoCloseable {

    static final String FILE_NAME = "device.log";

    private static final LogKind KIND = new LogKind("ZSDEVLOG", 1);

    /** Logs shorter than this are never rewritten. */
    private static final long SMALL = 1 << 20;

    /** How many records go into one entry of a rewritten log. */
    private static final int RECORDS_AN_ENTRY = 64;

    private final CommitLog log;
    private final StoreFold fold;
    private final Contents contents;
    private final LongSupplier auditSequence;
    private final AtomicBoolean rewriting = new AtomicBoolean();
    private volatile long lengthAfterRewrite;

    private StoreJournal(
            CommitLog log, StoreFold fold, Contents contents, LongSupplier auditSequence) {
        this.log = log;
        this.fold = fold;
        this.contents = contents;
        this.auditSequence = auditSequence;
    }

    static StoreJournal create(
            FileLayer files,
            Path folder,
            FrameCheck check,
            StoreFold fold,
            Contents contents,
            LongSupplier auditSequence) {
        CommitLog log = CommitLog.create(files, folder.resolve(FILE_NAME), KIND, check);
        StoreJournal journal = new StoreJournal(log, fold, contents, auditSequence);
        journal.commit(List.of(new StoreRecord.Generation(1, fold.hash())));
        return journal;
    }

    static StoreJournal open(
            FileLayer files,
            Path folder,
            FrameCheck check,
            StoreFold fold,
            Contents contents,
            LongSupplier auditSequence) {
        CommitLog log = CommitLog.open(files, folder.resolve(FILE_NAME), KIND, check, fold::read);
        return new StoreJournal(log, fold, contents, auditSequence);
    }

    /** Writes records as one change; they are durable and seen when this returns. */
    void commit(List<StoreRecord> records) {
        log.commit(new Change(records));
        rewriteIfWorthIt();
    }

    /** Number of the last durable entry. */
    long sequence() {
        return fold.sequence();
    }

    /** How many bytes opening cut off: the remains of a change that nobody was promised. */
    long cut() {
        return log.cut();
    }

    @Override
    public void close() {
        log.close();
    }

    private void rewriteIfWorthIt() {
        if (log.length() > SMALL + 2 * lengthAfterRewrite && rewriting.compareAndSet(false, true)) {
            try {
                rewrite();
            } catch (StorageException e) {
                // The change that brought us here is durable all the same; the next one tries
                // again.
                lengthAfterRewrite = log.length();
            } finally {
                rewriting.set(false);
            }
        }
    }

    /** Writes the log anew, with what counts only. */
    void rewrite() {
        log.rewrite(out -> {
            StoreFold.Mark before = fold.mark();
            boolean written = false;
            try {
                writeLive(out);
                written = true;
            } finally {
                if (!written) {
                    fold.backTo(before);
                }
            }
        });
        contents.apply(new StoreRecord.Generation(contents.generation() + 1, new byte[0]));
        lengthAfterRewrite = log.length();
    }

    private void writeLive(Consumer<ByteBuffer> out) {
        StoreRecord first = new StoreRecord.Generation(contents.generation() + 1, fold.hash());
        List<StoreRecord> records = new ArrayList<>(List.of(first));
        for (StoreRecord record : contents.live()) {
            records.add(record);
            if (records.size() == RECORDS_AN_ENTRY) {
                write(out, records);
                records.clear();
            }
        }
        if (!records.isEmpty()) {
            write(out, records);
        }
    }

    private void write(Consumer<ByteBuffer> out, List<StoreRecord> records) {
        ByteBuffer entry = fold.entry(records, auditSequence.getAsLong());
        out.accept(entry.duplicate());
        fold.passed(entry);
    }

    private final class Change implements CommitLog.Change {
        private final List<StoreRecord> records;
        private ByteBuffer entry = ByteBuffer.allocate(0);

        Change(List<StoreRecord> records) {
            this.records = records;
        }

        @Override
        public ByteBuffer record() {
            entry = fold.entry(records, auditSequence.getAsLong());
            return entry.duplicate();
        }

        @Override
        public void appended() {
            fold.passed(entry);
        }

        @Override
        public void durable() {
            fold.apply(records);
        }
    }
}
