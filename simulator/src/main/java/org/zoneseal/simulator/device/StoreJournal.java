package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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

    /** Logs with fewer records than this are never rewritten. */
    private static final long SMALL = 4000;

    /** About how many bytes go into one entry of a rewritten log. */
    private static final int ENTRY_LENGTH = 256 * 1024;

    private final FileLayer files;
    private final Path file;
    private final FrameCheck check;
    private final StoreFold fold;
    private final Contents contents;
    private final LongSupplier auditSequence;
    private final AtomicBoolean rewriting = new AtomicBoolean();
    private volatile @Nullable CommitLog log;
    private volatile long rewrittenAt;

    StoreJournal(
            FileLayer files,
            Path folder,
            FrameCheck check,
            StoreFold fold,
            Contents contents,
            LongSupplier auditSequence) {
        this.files = files;
        this.file = folder.resolve(FILE_NAME);
        this.check = check;
        this.fold = fold;
        this.contents = contents;
        this.auditSequence = auditSequence;
    }

    /** Begins the log of a new device. */
    void create() {
        log = CommitLog.create(files, file, KIND, check);
        commit(List.of(new StoreRecord.Generation(1, fold.hash())));
    }

    /**
     * Reads the log and opens it for changes.
     *
     * @throws StorageException of kind DAMAGED; then {@link #salvage} reads what there is
     */
    void open() {
        log = CommitLog.open(files, file, KIND, check, fold::read);
        fold.allDurable();
    }

    /** Reads what is left of a damaged log; it takes no changes until {@link #begin}. */
    void salvage() {
        CommitLog.salvage(files, file, KIND, check, fold::read);
        fold.allDurable();
    }

    /**
     * Begins the log anew with what is known, after an alarm.
     *
     * @param known a number that others know an entry of this log by; it is not used again
     */
    void begin(long known) {
        close();
        fold.skipTo(known);
        log = CommitLog.replace(files, file, KIND, check, this::writeLive);
        rewritten();
    }

    /** Writes records as one change; they are durable and seen when this returns. */
    void commit(List<StoreRecord> records) {
        opened().commit(new Change(records));
        rewriteIfWorthIt();
    }

    /** Number of the last durable entry. */
    long sequence() {
        return fold.durable();
    }

    /** How many bytes opening cut off: the remains of a change that nobody was promised. */
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

    private CommitLog opened() {
        CommitLog now = log;
        if (now == null) {
            throw new StorageException(
                    StorageException.Kind.DAMAGED,
                    file + " is closed, or damaged and was left as it is");
        }
        return now;
    }

    private void rewriteIfWorthIt() {
        long since = fold.records() - rewrittenAt;
        if (since > SMALL + 2 * contents.size() && rewriting.compareAndSet(false, true)) {
            try {
                rewrite();
            } catch (StorageException e) {
                // The change that brought us here is durable all the same; a later one tries again.
                rewrittenAt = fold.records();
            } finally {
                rewriting.set(false);
            }
        }
    }

    /** Writes the log anew, with what counts only. */
    void rewrite() {
        opened().rewrite(this::tryWriteLive, this::rewritten);
    }

    private void tryWriteLive(Consumer<ByteBuffer> out) {
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
    }

    private void rewritten() {
        contents.apply(new StoreRecord.Generation(contents.generation() + 1, new byte[0]));
        fold.allDurable();
        rewrittenAt = fold.records() - contents.size();
    }

    private void writeLive(Consumer<ByteBuffer> out) {
        StoreRecord first = new StoreRecord.Generation(contents.generation() + 1, fold.hash());
        List<StoreRecord> records = new ArrayList<>(List.of(first));
        long length = 0;
        for (StoreRecord record : contents.live()) {
            records.add(record);
            length += record.roughLength();
            if (length >= ENTRY_LENGTH) {
                write(out, records);
                records.clear();
                length = 0;
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
            fold.durable(entry.getLong(0));
            fold.apply(records);
        }
    }
}
