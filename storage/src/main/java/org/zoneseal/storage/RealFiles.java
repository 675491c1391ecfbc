package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The file system of this machine. */
final class RealFiles implements FileLayer {

    static final RealFiles INSTANCE = new RealFiles();

    private static final Set<PosixFilePermission> OWNER_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private RealFiles() {}

    @Override
    public WritableFile create(Path file, Access access) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, options, attributes(file, access, OWNER_FILE));
        markInUse(channel);
        return new ChannelFile(channel);
    }

    /** The system's lock goes with the process, so a file without one was left behind. */
    private static void markInUse(FileChannel channel) throws IOException {
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("another program has locked it");
        }
    }

    @Override
    public WritableFile open(Path file) throws IOException {
        return UninterruptedFile.open(file);
    }

    @Override
    public byte[] read(Path file, int maxLength) throws IOException {
        try (ReadableFile opened = openForReading(file)) {
            long length = opened.length();
            if (length > maxLength) {
                throw new IOException(
                        "it has " + length + " bytes, more than the " + maxLength + " expected");
            }
            ByteBuffer content = ByteBuffer.allocate((int) length);
            int read = opened.read(content, 0);
            if (read != length) {
                throw new IOException("it became shorter while it was read");
            }
            return content.array();
        }
    }

    @Override
    public ReadableFile openForReading(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void createFolders(Path folder, Access access) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent, Access.SHARED);
        }
        try {
            Files.createDirectory(folder, attributes(folder, access, OWNER_FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (parent != null) {
            syncFolder(parent);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public boolean deleteAbandoned(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            Files.delete(file);
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ);
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            throw new SyncFailedException(e);
        }
    }

    @Override
    public Path resolve(Path file) throws IOException {
        if (!Files.exists(file)) {
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is there and is not a regular file");
        }
        return file.toRealPath();
    }

    @Override
    public boolean isOpenToOthers(Path file) throws IOException {
        return isPosix(file) && !OWNER_FILE.containsAll(Files.getPosixFilePermissions(file));
    }

    @Override
    public void copyMode(Path from, Path to) throws IOException {
        if (isPosix(from)) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return ProcessLock.take(file);
    }

    static FileAttribute<?>[] attributes(
            Path file, Access access, Set<PosixFilePermission> ownerOnly) {
        if (access == Access.SHARED || !isPosix(file)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ownerOnly)};
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A file channel, read or written to the last byte. */
    private record ChannelFile(FileChannel channel) implements WritableFile, ReadableFile {

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            int total = 0;
            while (bytes.hasRemaining()) {
                int count = channel.read(bytes, position + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw new SyncFailedException(e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
