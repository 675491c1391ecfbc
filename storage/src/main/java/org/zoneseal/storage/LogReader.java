package org.zoneseal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a {@link RecordLog} from its beginning and decides what its end means. */
final class LogReader {

    /** How many bytes of would-be records to check behind an invalid one, before giving up. */
    private static final long SEARCH_BUDGET = 1L << 26;

    private final Path path;
    private final ReadableFile file;
    private final LogFrames frames;
    private final long length;

    LogReader(Path path, ReadableFile file, LogKind kind, FrameCheck check) throws IOException {
        this.path = path;
        this.file = file;
        this.length = file.length();
        this.frames = new LogFrames(check, header(kind));
    }

    LogFrames frames() {
        return frames;
    }

    /**
     * Hands over all records.
     *
     * @return where the last one ends; what is behind was never synced
     */
    long replay(Consumer<ByteBuffer> records) throws IOException {
        long at = LogFrames.HEADER_LENGTH;
        while (at < length) {
            ByteBuffer frame = frame(at);
            if (!frame.hasRemaining() || !frames.valid(at, frame)) {
                checkNeverSynced(at);
                return at;
            }
            at += frame.remaining();
            records.accept(frames.content(frame));
        }
        return at;
    }

    /** Hands over all that is valid, wherever it is. */
    void salvage(Consumer<ByteBuffer> records) throws IOException {
        long budget = SEARCH_BUDGET;
        long at = LogFrames.HEADER_LENGTH;
        while (at < length && budget > 0) {
            ByteBuffer frame = frame(at);
            if (frame.hasRemaining() && frames.valid(at, frame)) {
                at += frame.remaining();
                records.accept(frames.content(frame));
            } else {
                budget -= Math.max(1, frame.remaining());
                at++;
            }
        }
    }

    /** Looks behind an invalid record for one that calls it durable. */
    private void checkNeverSynced(long invalid) throws IOException {
        long budget = SEARCH_BUDGET;
        for (long at = invalid + 1; at < length; at++) {
            ByteBuffer frame = frame(at);
            budget -= frame.remaining();
            if (frame.hasRemaining() && frames.valid(at, frame) && frames.synced(frame) > invalid) {
                throw damaged("the record at offset " + invalid + " is not as it was written");
            }
            if (budget < 0) {
                throw damaged("nothing readable from offset " + invalid + " on");
            }
        }
    }

    private byte[] header(LogKind kind) throws IOException {
        ByteBuffer header = read(0, LogFrames.HEADER_LENGTH);
        if (header.remaining() < LogFrames.HEADER_LENGTH) {
            throw damaged("its header is cut short");
        }
        byte[] magic = new byte[LogKind.MAGIC_LENGTH];
        header.get(magic);
        if (!kind.magic().equals(new String(magic, StandardCharsets.ISO_8859_1))) {
            throw damaged("it does not begin with " + kind.magic());
        }
        checkFormat(header.getShort() & 0xffff, LogFrames.LOG_FORMAT);
        checkFormat(header.getShort() & 0xffff, kind.format());
        byte[] id = new byte[LogFrames.ID_LENGTH];
        header.get(id);
        if (header.getInt() != LogFrames.headerSum(header)) {
            throw damaged("its header is not as it was written");
        }
        return id;
    }

    /** The whole frame at an offset; empty where there cannot be one. */
    private ByteBuffer frame(long at) throws IOException {
        ByteBuffer head = read(at, frames.headLength());
        long frameLength = frames.frameLength(head);
        if (frameLength < 0 || at + frameLength > length || !frames.couldStandAt(at, head)) {
            return head.limit(head.position());
        }
        return read(at, (int) frameLength);
    }

    private ByteBuffer read(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(length - at, 0, count));
        file.read(buffer, at);
        return buffer.flip();
    }

    private void checkFormat(int found, int known) {
        if (found > known) {
            throw new StorageException(
                    StorageException.Kind.NEWER_FORMAT,
                    path
                            + " has format "
                            + found
                            + ", written by a newer version; this one reads format "
                            + known
                            + ": use the newer version, nothing was changed");
        }
        if (found != known) {
            throw damaged("it claims format " + found);
        }
    }

    private StorageException damaged(String how) {
        return new StorageException(
                StorageException.Kind.DAMAGED,
                "the log "
                        + path
                        + " is damaged or was edited ("
                        + how
                        + "); it was left as it is: restore it from a backup");
    }
}
