package org.zoneseal.zones;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.storage.CommitLog;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FrameCheck;
import org.zoneseal.storage.LogKind;
import org.zoneseal.storage.ReadableFile;
import org.zoneseal.storage.StorageException;

/**
 * The log that all zones share: a row of files, written at the end and deleted from the beginning.
 *
 * <p>One log for all, because what costs is the sync, and one sync covers all that waits ({@link
 * CommitLog}). Several files, because a log that is rewritten to make it shorter makes everybody
 * wait meanwhile: here the next file is made aside, and going over to it is one assignment. The
 * oldest file goes when no zone needs a record in it.
 *
 * <p>Behind each sync goes a {@link JournalRecord.Note} that says whose the latest records were. A
 * disk block has room for fewer records than a note names, so when one is lost, the zones that lost
 * something are known by name, and the others go on.
 */
final class Journal implements AutoCloseable {

    private static final LogKind KIND = new LogKind("ZSZONLOG", 1);
    private static final String PREFIX = "journal-";
    private static final String SUFFIX = ".log";
    private static final String DAMAGED_SUFFIX = ".damaged";
    private static final int TRAIL_LENGTH = 64;

    /** How far numbers jump where it is unknown how many were used. */
    private static final long JUMP = 1L << 32;

    /** Receives what is read. */
    interface Reader {

        /** Takes a record; one that it has seen before, it is to pass over. */
        void record(JournalRecord record, Path file, long bytes);

        /** Not all of this file could be read. */
        void damaged(Path file, String how);

        void cut(Path file, long bytes);
    }

    /** What is to be written. */
    interface Entry {

        /** The record with the number that it gets; must not fail. */
        JournalRecord record(long number);

        /** It is in the journal behind all before it, not durable yet. Called in order. */
        void appended(JournalRecord record, long bytes);
    }

    private record Segment(Path file, long index, long first, long bytes) {}

    private final FileLayer files;
    private final Path folder;
    private final ReentrantReadWriteLock turning = new ReentrantReadWriteLock();
    private final Deque<Segment> sealed = new ArrayDeque<>();
    private final Set<Path> damaged = new HashSet<>();
    private final Deque<JournalRecord.Mark> trail = new ArrayDeque<>();
    private @Nullable CommitLog current;
    private Segment newest;
    private long last;
    private volatile @Nullable StorageException stopped;

    private Journal(FileLayer files, Path folder) {
        this.files = files;
        this.folder = folder;
        this.newest = new Segment(folder, 0, 1, 0);
    }

    /**
     * Opens the journal in a folder, or begins one, and hands over its records.
     *
     * @throws StorageException if it cannot be read, or is of a newer version; not for damage
     */
    static Journal open(FileLayer files, Path folder, Reader reader) {
        Journal journal = new Journal(files, folder);
        try {
            List<Path> all = files.list(folder).stream().filter(file -> indexOf(file) > 0).toList();
            for (Path file : all) {
                boolean isNewest = file.equals(all.getLast());
                journal.read(file, isNewest, reader);
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read", folder, e);
        }
        if (journal.current == null) {
            journal.turn();
        }
        return journal;
    }

    private static long indexOf(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return -1;
        }
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return digits.matches("[0-9]{8,18}") ? Long.parseLong(digits) : -1;
    }

    private Path fileOf(long index) {
        return folder.resolve(PREFIX + "%08d".formatted(index) + SUFFIX);
    }

    private void read(Path file, boolean isNewest, Reader reader) throws IOException {
        long[] first = {Long.MAX_VALUE};
        Consumer<ByteBuffer> records =
                bytes -> first[0] = Math.min(first[0], read(bytes, file, reader));
        try {
            if (isNewest) {
                CommitLog log =
                        CommitLog.open(
                                files, file, KIND, FrameCheck.checksum(), this::note, records);
                current = log;
                if (log.cut() > 0) {
                    reader.cut(file, log.cut());
                }
            } else {
                CommitLog.read(files, file, KIND, FrameCheck.checksum(), records);
            }
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            damaged.add(file);
            reader.damaged(file, String.valueOf(e.getMessage()));
            first[0] = Math.min(first[0], salvage(file, reader));
        }
        if (isNewest && first[0] == Long.MAX_VALUE && current == null) {
            last += JUMP;
        }
        Segment segment =
                new Segment(file, indexOf(file), Math.min(first[0], last + 1), lengthOf(file));
        if (isNewest) {
            newest = segment;
        } else {
            sealed.addLast(segment);
        }
    }

    private long lengthOf(Path file) throws IOException {
        try (ReadableFile opened = files.openForReading(file)) {
            return opened.length();
        }
    }

    private long salvage(Path file, Reader reader) {
        long[] first = {Long.MAX_VALUE};
        try {
            CommitLog.salvage(
                    files,
                    file,
                    KIND,
                    FrameCheck.checksum(),
                    bytes -> first[0] = Math.min(first[0], read(bytes, file, reader)));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
        }
        return first[0];
    }

    /** Reads one record and returns its number, or that of the next one for a note. */
    private long read(ByteBuffer bytes, Path file, Reader reader) {
        long length = bytes.remaining();
        JournalRecord record = parsed(bytes, file);
        reader.record(record, file, length);
        if (record instanceof JournalRecord.Note note) {
            if (note.number() >= last) {
                last = note.number();
                trail.clear();
                trail.addAll(note.trail());
            }
            return note.number() + 1;
        }
        if (record.number() > last) {
            last = record.number();
            remember(record);
        }
        return record.number();
    }

    private static JournalRecord parsed(ByteBuffer bytes, Path file) {
        try {
            return JournalRecord.read(bytes);
        } catch (RuntimeException e) {
            throw new StorageException(
                    StorageException.Kind.NEWER_FORMAT,
                    file + " has a record that this version cannot read (" + e + ")",
                    e);
        }
    }

    private void remember(JournalRecord record) {
        if (trail.size() == TRAIL_LENGTH) {
            trail.removeFirst();
        }
        trail.addLast(record.mark());
    }

    private ByteBuffer note() {
        return new JournalRecord.Note(last, List.copyOf(trail)).write();
    }

    /**
     * Writes a record; durable when this returns.
     *
     * @throws StorageException of kind NO_SPACE if there was no room, and all is as it was; any
     *     other kind is the last that this journal has written
     */
    void commit(Entry entry) {
        turning.readLock().lock();
        try {
            log().commit(new Write(entry));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE && stopped == null) {
                stopped = e;
            }
            throw e;
        } finally {
            turning.readLock().unlock();
        }
    }

    private CommitLog log() {
        StorageException failure = stopped;
        if (failure != null) {
            throw new StorageException(
                    StorageException.Kind.NOT_DURABLE,
                    new StoreEvent.JournalStopped(folder, String.valueOf(failure.getMessage()))
                            .sentence(),
                    failure);
        }
        CommitLog log = current;
        if (log == null) {
            throw new IllegalStateException("the journal in " + folder + " is closed");
        }
        return log;
    }

    /** The number of the last record, as far as is known. */
    long last() {
        return last;
    }

    /** Why it takes no more, if so. */
    @Nullable StorageException stopped() {
        return stopped;
    }

    /** Goes over to a new file. */
    void turn() {
        long index = newest.index() + 1;
        Path file = fileOf(index);
        CommitLog next = CommitLog.create(files, file, KIND, FrameCheck.checksum(), this::note);
        turning.writeLock().lock();
        try {
            seal();
            current = next;
            newest = new Segment(file, index, last + 1, 0);
        } finally {
            turning.writeLock().unlock();
        }
    }

    private void seal() {
        long bytes = newest.bytes();
        CommitLog log = current;
        if (log != null) {
            bytes = log.length();
            log.close();
            current = null;
        }
        if (newest.index() > 0) {
            sealed.addLast(new Segment(newest.file(), newest.index(), newest.first(), bytes));
        }
    }

    /** The length of the file that is written to. */
    long newestBytes() {
        turning.readLock().lock();
        try {
            return current == null ? 0 : current.length();
        } finally {
            turning.readLock().unlock();
        }
    }

    /** The length of all files. */
    long bytes() {
        turning.readLock().lock();
        try {
            long sum = newestBytes();
            for (Segment segment : sealed) {
                sum += segment.bytes();
            }
            return sum;
        } finally {
            turning.readLock().unlock();
        }
    }

    /** How many files nobody writes to any more. */
    int sealedFiles() {
        turning.readLock().lock();
        try {
            return sealed.size();
        } finally {
            turning.readLock().unlock();
        }
    }

    /** The last number in the oldest file that nobody writes to any more; 0 if there is none. */
    long oldestEnd() {
        turning.readLock().lock();
        try {
            List<Segment> all = new ArrayList<>(sealed);
            all.add(newest);
            return sealed.isEmpty() ? 0 : all.get(1).first() - 1;
        } finally {
            turning.readLock().unlock();
        }
    }

    /**
     * Deletes the oldest file; the next deletion comes only when this one is durable. One that is
     * damaged gets another name instead, for who wants to look at it.
     */
    void deleteOldest() {
        Segment oldest = sealed.getFirst();
        try {
            if (files.exists(oldest.file())) {
                if (damaged.contains(oldest.file())) {
                    files.rename(oldest.file(), Path.of(oldest.file() + DAMAGED_SUFFIX));
                } else {
                    files.delete(oldest.file());
                }
            }
            files.syncFolder(folder);
        } catch (IOException e) {
            throw StorageException.of("cannot delete", oldest.file(), e);
        }
        turning.writeLock().lock();
        try {
            sealed.removeFirst();
        } finally {
            turning.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        turning.writeLock().lock();
        try {
            if (current != null) {
                current.close();
                current = null;
            }
        } finally {
            turning.writeLock().unlock();
        }
    }

    /** One entry on its way. */
    private final class Write implements CommitLog.Change {
        private final Entry entry;
        private @Nullable JournalRecord record;
        private long bytes;

        Write(Entry entry) {
            this.entry = entry;
        }

        @Override
        public ByteBuffer record() {
            JournalRecord made = entry.record(last + 1);
            record = made;
            ByteBuffer written = made.write();
            bytes = written.remaining();
            return written;
        }

        @Override
        public void appended() {
            JournalRecord made = record;
            if (made != null) {
                last = made.number();
                remember(made);
                entry.appended(made, bytes);
            }
        }

        @Override
        public void durable() {}
    }
}
