package org.zoneseal.zones;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.ReadableFile;
import org.zoneseal.storage.WritableFile;

/** The machine's files, with something done before each sync of a file, which are counted. */
final class GatedFiles implements FileLayer {

    private final FileLayer files = FileLayer.real();
    private final AtomicInteger syncs = new AtomicInteger();
    private volatile Runnable beforeSync = () -> {};

    /** Done before each sync from now on, in the thread that syncs. */
    void beforeSync(Runnable work) {
        beforeSync = work;
    }

    int syncs() {
        return syncs.get();
    }

    @Override
    public WritableFile create(Path file, Access access) throws IOException {
        return new Gated(files.create(file, access));
    }

    @Override
    public WritableFile open(Path file) throws IOException {
        return new Gated(files.open(file));
    }

    @Override
    public byte[] read(Path file, int maxLength) throws IOException {
        return files.read(file, maxLength);
    }

    @Override
    public ReadableFile openForReading(Path file) throws IOException {
        return files.openForReading(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public boolean exists(Path file) {
        return files.exists(file);
    }

    @Override
    public void createFolders(Path folder, Access access) throws IOException {
        files.createFolders(folder, access);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        files.delete(file);
    }

    @Override
    public boolean deleteAbandoned(Path file) throws IOException {
        return files.deleteAbandoned(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        files.syncFolder(folder);
    }

    @Override
    public Path resolve(Path file) throws IOException {
        return files.resolve(file);
    }

    @Override
    public boolean isOpenToOthers(Path file) throws IOException {
        return files.isOpenToOthers(file);
    }

    @Override
    public void copyMode(Path from, Path to) throws IOException {
        files.copyMode(from, to);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return files.lock(file);
    }

    private final class Gated implements WritableFile {
        private final WritableFile file;

        Gated(WritableFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            file.write(bytes, position);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            syncs.incrementAndGet();
            beforeSync.run();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
