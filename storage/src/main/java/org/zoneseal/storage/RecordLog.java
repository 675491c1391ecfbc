package org.zoneseal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * A file that records are appended to, and of which nothing that was synced is ever lost.
 *
 * <pre>
 * magic 8, format of the log 2, format of its records 2, random log id 16, CRC-32C of these 4
 * then each record: content length 4, synced length 8, tag, content     (big-endian)
 * </pre>
 *
 * <p>The tag ({@link FrameCheck}) covers log id, offset, both lengths and the content, so a record
 * is valid in one place of one log only: bytes left from another use of the same disk blocks are
 * not taken for records, and records cannot change places.
 *
 * <p>A crash can leave a last part that was never synced: torn, with holes, or zeros. Opening cuts
 * that off. What looks the same but was synced once is damage and is never cut. To tell them apart
 * each record says how much of the log was durable when it was appended: an invalid record is
 * damage if any valid record behind it calls it durable. (Damage to the very last record cannot be
 * told from an unfinished append; {@link #cut} tells how much went.)
 *
 * <p>Appending does not sync; {@link #sync} makes all that was appended durable at once, which is
 * how many writers share one sync. An append for which there was no room leaves the log as it was;
 * after any other failure the log takes nothing more. For one thread.
 */
public final class RecordLog implements AutoCloseable {

    /** The longest record. */
    public static final int MAX_RECORD_LENGTH = 1 << 24;

    private Path path;
    private final WritableFile file;
    private final LogFrames frames;
    private final long cut;
    private long length;
    private long synced;
    private boolean failed;

    private RecordLog(Path path, WritableFile file, LogFrames frames, long end, long cut) {
        this.path = path;
        this.file = file;
        this.frames = frames;
        this.cut = cut;
        this.length = end;
        this.synced = end;
    }

    /** Creates an empty log, durably; what has the name is replaced. */
    public static RecordLog create(
            FileLayer files, Path path, LogKind kind, FrameCheck check, Access access) {
        byte[] id = new byte[LogFrames.ID_LENGTH];
        new SecureRandom().nextBytes(id);
        AtomicFile.replace(files, path, access, LogFrames.header(kind, id));
        return open(files, path, kind, check, record -> {});
    }

    /**
     * Opens a log, hands over its records one by one, and cuts off what a crash left behind them.
     *
     * @throws StorageException of kind DAMAGED, or NEWER_FORMAT
     */
    public static RecordLog open(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        try {
            LogFrames frames;
            long end;
            long fileLength;
            try (ReadableFile reading = files.openForReading(path)) {
                LogReader reader = new LogReader(path, reading, kind, check);
                frames = reader.frames();
                end = reader.replay(records);
                fileLength = reading.length();
            }
            WritableFile file = files.open(path);
            if (end < fileLength) {
                file.truncate(end);
                file.sync();
            }
            return new RecordLog(path, file, frames, end, fileLength - end);
        } catch (IOException e) {
            throw StorageException.of("cannot open the log", path, e);
        }
    }

    /**
     * Hands over the records of a log without changing it, up to the first that is not valid.
     *
     * <p>Another thread may append meanwhile: what it has not finished is not there yet.
     *
     * @throws StorageException of kind DAMAGED, or NEWER_FORMAT
     */
    public static void read(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        try (ReadableFile reading = files.openForReading(path)) {
            new LogReader(path, reading, kind, check).replay(records);
        } catch (IOException e) {
            throw StorageException.of("cannot read the log", path, e);
        }
    }

    /**
     * Hands over every record of a damaged log that is valid still, also behind the damage, and
     * changes nothing.
     */
    public static void salvage(
            FileLayer files,
            Path path,
            LogKind kind,
            FrameCheck check,
            Consumer<ByteBuffer> records) {
        try (ReadableFile reading = files.openForReading(path)) {
            new LogReader(path, reading, kind, check).salvage(records);
        } catch (IOException e) {
            throw StorageException.of("cannot read the log", path, e);
        }
    }

    /** Appends what remains in the buffer as one record; durable after the next {@link #sync}. */
    public void append(ByteBuffer record) {
        if (record.remaining() > MAX_RECORD_LENGTH) {
            throw new IllegalArgumentException(
                    "a record has at most " + MAX_RECORD_LENGTH + " bytes");
        }
        ByteBuffer frame = frames.frame(length, synced, record);
        int frameLength = frame.remaining();
        appending(() -> file.write(frame, length));
        length += frameLength;
    }

    /** Makes everything appended so far durable. */
    public void sync() {
        syncing(file::sync);
        synced = length;
    }

    /** Gives the log another name, durably; what has that name is replaced. */
    public void moveTo(FileLayer files, Path target) {
        syncing(() -> {
            files.rename(path, target);
            path = target;
            files.syncFolder(parent(target));
        });
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("not a file name");
        }
        return parent;
    }

    /** The length of the file in bytes. */
    public long length() {
        return length;
    }

    /** How many bytes opening cut off: the remains of an unfinished append. */
    public long cut() {
        return cut;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StorageException.of("cannot close the log", path, e);
        }
    }

    private interface Change {
        void run() throws IOException;
    }

    /** What an append without room has left behind the end, the next one writes over. */
    private void appending(Change change) {
        checkUsable();
        try {
            change.run();
        } catch (IOException e) {
            StorageException failure = StorageException.of("cannot append to the log", path, e);
            failed = failure.kind() != StorageException.Kind.NO_SPACE;
            throw failure;
        }
    }

    private void syncing(Change change) {
        checkUsable();
        failed = true;
        try {
            change.run();
        } catch (IOException e) {
            throw StorageException.of("cannot append to the log", path, e);
        }
        failed = false;
    }

    private void checkUsable() {
        if (failed) {
            throw new StorageException(
                    StorageException.Kind.NOT_DURABLE,
                    "the log " + path + " failed before; open it again to see what it holds");
        }
    }
}
