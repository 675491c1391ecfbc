package org.zoneseal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name whole and durable, or not at all.
 *
 * <p>It is written aside in the same folder, synced, renamed over the target, and then the folder
 * is synced; only the return of {@link #commit} says that it is there. A reader sees the old
 * content or the new, at every instant and after every crash. Closing without a commit leaves the
 * target as it was. What a crash leaves aside has a name that {@link #isLeftover} knows, and the
 * next writer of the same target removes it.
 *
 * <p>Where the target is a symbolic link, the file it points to is replaced and the link stays. A
 * file that replaces another one takes over its mode, unless it is {@link Access#SECRET}.
 *
 * <p>For one thread.
 */
public final class AtomicFile implements WritableByteChannel {

    private static final String LEFTOVER_SUFFIX = ".aside";

    private enum State {
        OPEN,
        COMMITTED,
        CLOSED
    }

    private final FileLayer files;
    private final Path target;
    private final Path aside;
    private final WritableFile file;
    private long length;
    private State state = State.OPEN;

    private AtomicFile(FileLayer files, Path target, Path aside, WritableFile file) {
        this.files = files;
        this.target = target;
        this.aside = aside;
        this.file = file;
    }

    /**
     * Starts to write the next content of {@code target}.
     *
     * @throws StorageException if nothing can be written beside it
     */
    public static AtomicFile begin(FileLayer files, Path target, Access access) {
        try {
            Path real = files.resolve(target);
            removeLeftovers(files, real);
            Path aside = aside(real);
            WritableFile file = files.create(aside, access);
            if (access == Access.SHARED && files.exists(real)) {
                files.copyMode(real, aside);
            }
            return new AtomicFile(files, real, aside, file);
        } catch (IOException e) {
            throw StorageException.of("cannot write", target, e);
        }
    }

    /** Replaces {@code target} with this content, durably. */
    public static void replace(FileLayer files, Path target, Access access, byte[] content) {
        try (AtomicFile file = begin(files, target, access)) {
            file.write(ByteBuffer.wrap(content));
            file.commit();
        }
    }

    /** Whether a file of this name is what an interrupted write left behind. */
    public static boolean isLeftover(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(LEFTOVER_SUFFIX);
    }

    /** Appends all that remains in the buffer. */
    @Override
    public int write(ByteBuffer bytes) {
        int count = bytes.remaining();
        try {
            if (state != State.OPEN) {
                throw new ClosedChannelException();
            }
            file.write(bytes, length);
        } catch (IOException e) {
            throw StorageException.of("cannot write", target, e);
        }
        length += count;
        return count;
    }

    /** Puts the content under its name; durable when this returns. */
    public void commit() {
        try {
            if (state != State.OPEN) {
                throw new ClosedChannelException();
            }
            file.sync();
            file.close();
            files.rename(aside, target);
            state = State.COMMITTED;
            files.syncFolder(parent(target));
        } catch (IOException e) {
            throw StorageException.of("cannot write", target, e);
        }
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Gives up what was not committed. */
    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSED;
            discard();
        }
    }

    private void discard() {
        try {
            file.close();
            if (files.exists(aside)) {
                files.delete(aside);
            }
        } catch (IOException e) {
            throw StorageException.of("cannot remove", aside, e);
        }
    }

    /** Removes what writers of this target left behind that were killed; not those at work. */
    private static void removeLeftovers(FileLayer files, Path target) throws IOException {
        String prefix = asidePrefix(target);
        for (Path file : files.list(parent(target))) {
            String name = String.valueOf(file.getFileName());
            if (name.startsWith(prefix) && isLeftover(file)) {
                files.deleteAbandoned(file);
            }
        }
    }

    private static String asidePrefix(Path target) throws IOException {
        Path name = target.getFileName();
        if (name == null) {
            throw new IOException("not a file name");
        }
        return "." + name + ".";
    }

    private static Path aside(Path target) throws IOException {
        // A name of its own for each writer: two that share a name would publish each other's half.
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return target.resolveSibling(asidePrefix(target) + unique + LEFTOVER_SUFFIX);
    }

    private static Path parent(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("not a file name");
        }
        return parent;
    }
}
