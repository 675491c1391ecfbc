package org.zoneseal.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that stays open whatever happens to the thread that writes to it.
 *
 * <p>A file channel is closed when its thread is interrupted, for good and for everybody. A log is
 * open for as long as its process lives, and many threads write to it in turn; one of them being
 * told to stop must not end the log.
 *
 * <p>For one thread at a time.
 */
final class UninterruptedFile implements WritableFile {

    private static final int COPY_LENGTH = 1 << 16;

    private final RandomAccessFile file;

    private UninterruptedFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens a file that is there. */
    static UninterruptedFile open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return new UninterruptedFile(new RandomAccessFile(path.toFile(), "rw"));
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        file.seek(position);
        if (bytes.hasArray()) {
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        byte[] copy = new byte[Math.min(bytes.remaining(), COPY_LENGTH)];
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), copy.length);
            bytes.get(copy, 0, count);
            file.write(copy, 0, count);
        }
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void truncate(long length) throws IOException {
        file.setLength(length);
    }

    @Override
    public void sync() throws IOException {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw new SyncFailedException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
