package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * A lock file that one process holds, with its process id inside.
 *
 * <p>The lock is the system's, so it goes with the process, however that ends. POSIX drops it as
 * soon as the process closes <em>any</em> descriptor of the file; therefore this process remembers
 * what it holds and never opens such a file a second time.
 */
final class ProcessLock implements Closeable {

    private static final int MAX_PID_LENGTH = 20;

    /** Files locked by this process: the system's locks are per process, so is this set. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static ProcessLock take(Path lockFile) throws IOException {
        Path file = unique(lockFile);
        synchronized (HELD) {
            if (!HELD.add(file)) {
                throw locked(file, "this process");
            }
            boolean taken = false;
            try {
                ProcessLock lock = open(file);
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    HELD.remove(file);
                }
            }
        }
    }

    private static ProcessLock open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        RealFiles.attributes(
                                file, Access.SECRET, PosixFilePermissions.fromString("rw-------")));
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(file, "process " + holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownPid()), 0);
            locked = true;
            return new ProcessLock(file, channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            channel.close();
            HELD.remove(file);
        }
    }

    private static byte[] ownPid() {
        return (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_PID_LENGTH);
        channel.read(content, 0);
        String pid =
                new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII)
                        .strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }

    private static StorageException locked(Path file, String holder) {
        return new StorageException(
                StorageException.Kind.LOCKED,
                file.getParent()
                        + " is in use by "
                        + holder
                        + "; one process at a time may have it open");
    }

    /** One spelling for each file, so that the set above knows it again. */
    private static Path unique(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException("not a file: " + file);
        }
        Path unique = parent.toRealPath().resolve(name);
        if (Files.exists(unique, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(unique)) {
            throw new IOException("not a regular file: " + unique);
        }
        return unique;
    }
}
