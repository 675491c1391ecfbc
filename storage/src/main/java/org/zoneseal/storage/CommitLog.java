package org.zoneseal.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RecordLog} for many threads, in which damage to any confirmed record is noticed.
 *
 * <p>Whoever comes first writes for all who came meanwhile: their records are appended in the order
 * of their coming, one sync covers them, and each returns when its own is durable. (One leader, no
 * thread of its own: a log that nobody writes to costs nothing.)
 *
 * <p>Behind each sync goes a confirmation, a record without content that is not synced itself. It
 * says that all before it is durable, and so closes the gap that RecordLog names: an invalid last
 * record with a confirmation behind it is damage, without one it was never promised to anybody. A
 * crash may take the confirmation with it; then the record before it was not lost either. A
 * confirmation may carry a note, which reading hands over like a record: whoever keeps many things
 * in one log can say in it of which of them the records before it were, and so know after damage
 * which are whole. Nothing may rest on a note being there.
 *
 * <p>An append for which there was no room fails alone; the log goes on when there is room. After a
 * sync that failed it takes nothing more.
 */
public final class CommitLog implements AutoCloseable {

    private static final byte CONFIRMATION = 0;
    private static final byte RECORD = 1;
    private static final String ASIDE_SUFFIX = ".next";

    /** What a thread wants written. All three are called by one thread at a time, in order. */
    public interface Change {

        /** The record, made when its turn has come. */
        ByteBuffer record();

        /** It is in the log behind the one before it, not durable yet. */
        void appended();

        /** It is durable: now it may be seen. */
        void durable();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turned = lock.newCondition();
    private final FileLayer files;
    private final Path path;
    private final LogKind kind;
    private final FrameCheck check;
    private final Supplier<ByteBuffer> note;
    private RecordLog log;
    private List<Ticket> waiting = new ArrayList<>();
    private boolean writing;

    private CommitLog(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Supplier<ByteBuffer> note,
            RecordLog log) {
        this.files = files;
        this.path = path;
        this.kind = kind;
        this.check = check;
        this.note = note;
        this.log = log;
    }

    /** Creates an empty log, durably; what has the name is replaced. */
    public static CommitLog create(FileLayer files, Path path, LogKind kind, FrameCheck check) {
        RecordLog log = RecordLog.create(files, path, kind, check, Access.SECRET);
        return new CommitLog(files, path, kind, check, CommitLog::noNote, log);
    }

    /**
     * Creates an empty log, durably; what has the name is replaced. It begins with a note.
     *
     * @param note what the next confirmation is to carry; asked for by one thread at a time
     */
    public static CommitLog create(
            FileLayer files, Path path, LogKind kind, FrameCheck check, Supplier<ByteBuffer> note) {
        RecordLog log = RecordLog.create(files, path, kind, check, Access.SECRET);
        CommitLog created = new CommitLog(files, path, kind, check, note, log);
        created.confirm();
        return created;
    }

    /**
     * Opens a log and hands over its records one by one.
     *
     * @throws StorageException of kind DAMAGED, or NEWER_FORMAT
     */
    public static CommitLog open(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        return open(files, path, kind, check, CommitLog::noNote, records);
    }

    /**
     * Opens a log and hands over its records, and the notes among them, one by one.
     *
     * @param note what the next confirmation is to carry; the first is asked for when all records
     *     were handed over
     * @throws StorageException of kind DAMAGED, or NEWER_FORMAT
     */
    public static CommitLog open(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Supplier<ByteBuffer> note,
            Consumer<ByteBuffer> records) {
        RecordLog log = RecordLog.open(files, path, kind, check, all -> unwrap(all, records));
        CommitLog opened = new CommitLog(files, path, kind, check, note, log);
        // What was read may be in the page cache only, after the process before us was killed.
        log.sync();
        opened.confirm();
        return opened;
    }

    /** Puts a new log with these records in the place of what has the name, in one step. */
    public static CommitLog replace(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<Consumer<ByteBuffer>> records) {
        RecordLog next = aside(files, path, kind, check, records);
        boolean done = false;
        try {
            next.moveTo(files, path);
            CommitLog log = new CommitLog(files, path, kind, check, CommitLog::noNote, next);
            log.confirm();
            done = true;
            return log;
        } finally {
            if (!done) {
                next.close();
            }
        }
    }

    /** As {@link RecordLog#read}. */
    public static void read(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        RecordLog.read(files, path, kind, check, all -> unwrap(all, records));
    }

    /** As {@link RecordLog#salvage}. */
    public static void salvage(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        RecordLog.salvage(files, path, kind, check, all -> unwrap(all, records));
    }

    /** Writes a change; it is durable, and was told so, when this returns. */
    public void commit(Change change) {
        Ticket mine = new Ticket(change);
        List<Ticket> batch = turnOf(mine);
        if (!batch.isEmpty()) {
            try {
                write(batch);
            } finally {
                finish(batch);
            }
        }
        mine.report();
    }

    /** Waits until somebody has written the ticket, or returns what its thread is to write. */
    private List<Ticket> turnOf(Ticket mine) {
        lock.lock();
        try {
            waiting.add(mine);
            while (writing && !mine.done) {
                turned.awaitUninterruptibly();
            }
            if (mine.done) {
                return List.of();
            }
            List<Ticket> batch = waiting;
            waiting = new ArrayList<>();
            writing = true;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void finish(List<Ticket> batch) {
        lock.lock();
        try {
            writing = false;
            batch.forEach(ticket -> ticket.done = true);
            turned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a new log with other records aside and puts it in this one's place, in one step.
     *
     * @param records asked for the new log's records while nobody else writes
     * @param durable told that it is in its place, while nobody else writes still
     */
    public void rewrite(Consumer<Consumer<ByteBuffer>> records, Runnable durable) {
        takeTurn();
        try {
            replaceLog(records);
            durable.run();
        } finally {
            finish(List.of());
        }
    }

    private void takeTurn() {
        lock.lock();
        try {
            while (writing) {
                turned.awaitUninterruptibly();
            }
            writing = true;
        } finally {
            lock.unlock();
        }
    }

    private void replaceLog(Consumer<Consumer<ByteBuffer>> records) {
        RecordLog next = aside(files, path, kind, check, records);
        try {
            next.moveTo(files, path);
        } finally {
            // Also where it failed: which of the two has the name is unknown then, and the new one
            // takes nothing more either.
            log.close();
            log = next;
        }
        confirm();
    }

    /** A log beside the one of this name, synced. */
    private static RecordLog aside(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<Consumer<ByteBuffer>> records) {
        Path aside = path.resolveSibling(path.getFileName() + ASIDE_SUFFIX);
        RecordLog next = RecordLog.create(files, aside, kind, check, Access.SECRET);
        boolean done = false;
        try {
            records.accept(content -> next.append(wrap(RECORD, content)));
            next.sync();
            done = true;
            return next;
        } finally {
            if (!done) {
                next.close();
            }
        }
    }

    /** The length of the file in bytes. */
    public long length() {
        return log.length();
    }

    /** How many bytes opening cut off: the remains of a change that nobody was promised. */
    public long cut() {
        return log.cut();
    }

    @Override
    public void close() {
        log.close();
    }

    private void write(List<Ticket> batch) {
        List<Ticket> appended = new ArrayList<>(batch.size());
        for (Ticket ticket : batch) {
            if (append(ticket)) {
                appended.add(ticket);
            }
        }
        if (appended.isEmpty()) {
            return;
        }
        try {
            log.sync();
            confirm();
        } catch (StorageException e) {
            appended.forEach(ticket -> ticket.failure = e);
            return;
        }
        for (Ticket ticket : appended) {
            ticket.change.durable();
            ticket.failure = null;
        }
    }

    private boolean append(Ticket ticket) {
        try {
            log.append(wrap(RECORD, ticket.change.record()));
            ticket.change.appended();
            return true;
        } catch (StorageException e) {
            ticket.failure = e;
            return false;
        }
    }

    private static ByteBuffer noNote() {
        return ByteBuffer.allocate(0);
    }

    /** What is confirmed is durable already; so where this finds no room, nothing is lost. */
    private void confirm() {
        try {
            log.append(wrap(CONFIRMATION, note.get()));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                throw e;
            }
        }
    }

    private static ByteBuffer wrap(byte tag, ByteBuffer content) {
        return ByteBuffer.allocate(1 + content.remaining()).put(tag).put(content).flip();
    }

    private static void unwrap(ByteBuffer record, Consumer<ByteBuffer> records) {
        if (!record.hasRemaining()) {
            return;
        }
        byte tag = record.get();
        if (tag == RECORD || tag == CONFIRMATION && record.hasRemaining()) {
            records.accept(record.slice());
        }
    }

    /** One thread's change, and how it went. */
    private static final class Ticket {
        private final Change change;
        private boolean done;
        private @Nullable StorageException failure;

        Ticket(Change change) {
            this.change = change;
            // Whoever leads may be stopped in the middle; then nothing was promised to anybody.
            this.failure =
                    new StorageException(
                            StorageException.Kind.NOT_DURABLE,
                            "the log was stopped before the change was durable");
        }

        void report() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
