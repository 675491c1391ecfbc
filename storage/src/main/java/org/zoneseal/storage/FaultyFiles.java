package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that loses what was not synced: for tests of everything that must survive
 * a crash.
 *
 * <p>Killing a process proves little about durability, because the page cache survives it. Here
 * each file has what readers see and what is on the disk, and each folder likewise for its names;
 * {@link WritableFile#sync} and {@link FileLayer#syncFolder} carry the one over to the other. A
 * test counts the {@linkplain #operations operations} of a clean run, then repeats it with a
 * {@linkplain #crashAt crash} before each of them, and looks at the machine {@linkplain #afterCrash
 * after it} for each kind of {@link Loss}: real file systems differ in what they lose, and promise
 * none of it. In the same way one operation can be made to {@linkplain #failAt fail}.
 *
 * <p>A failed sync behaves as it does on Linux: the pages count as clean afterwards, so a second
 * sync succeeds and has written nothing.
 *
 * <p>Folders are durable when created. For one thread.
 */
public final class FaultyFiles implements FileLayer {

    /** What a crash takes with it, of all that was not synced. */
    public enum Loss {
        /** Nothing: the process was killed, the machine went on. */
        NOTHING,
        /** File contents, while names made it to the disk: a renamed file may be empty. */
        CONTENTS,
        /** Names, while contents made it. */
        NAMES,
        /** Everything. */
        EVERYTHING,
        /** The second half of each file's last write, and no names. */
        HALF_A_WRITE
    }

    /** How one operation fails. */
    public enum Failure {
        /** The disk is full; half of the write fitted. */
        NO_SPACE,
        /** The disk reports an error. */
        INPUT_OUTPUT,
        /** We may not write there. */
        READ_ONLY
    }

    /** The plug was pulled; nothing works any more. */
    public static final class Crash extends RuntimeException {
        Crash() {
            super("the machine crashed");
        }
    }

    private final Map<Path, Node> visible = new TreeMap<>();
    private final Map<Path, Node> durable = new TreeMap<>();
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> locks = new HashSet<>();
    private int operations;
    private int crashAt = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;
    private Failure failure = Failure.INPUT_OUTPUT;

    /** How many operations that change something were asked for so far. */
    public int operations() {
        return operations;
    }

    /** Crashes just before the operation of this number (from 1) takes effect. */
    public void crashAt(int operation) {
        crashAt = operation;
    }

    /** Makes the operation of this number fail, once. */
    public void failAt(int operation, Failure how) {
        failAt = operation;
        failure = how;
    }

    /** The file system as it is found when the machine is up again. */
    public FaultyFiles afterCrash(Loss loss) {
        boolean keepNames = loss == Loss.NOTHING || loss == Loss.CONTENTS;
        FaultyFiles after = new FaultyFiles();
        after.folders.addAll(folders);
        Map<Node, Node> found = new HashMap<>();
        (keepNames ? visible : durable)
                .forEach((path, node) -> {
                    Node left = found.computeIfAbsent(node, one -> one.afterCrash(loss));
                    after.visible.put(path, left);
                    after.durable.put(path, left);
                });
        return after;
    }

    @Override
    public WritableFile create(Path file, Access access) throws IOException {
        Failure failing = step();
        if (failing != null) {
            throw error(file, failing);
        }
        checkFolder(file);
        if (visible.containsKey(key(file))) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Node node = new Node(access);
        visible.put(key(file), node);
        node.maker = new OpenFile(file, node);
        return node.maker;
    }

    @Override
    public WritableFile open(Path file) throws IOException {
        return new OpenFile(file, node(file));
    }

    @Override
    public byte[] read(Path file, int maxLength) throws IOException {
        byte[] content = node(file).content;
        if (content.length > maxLength) {
            throw new IOException("it has more than the " + maxLength + " bytes expected");
        }
        return content.clone();
    }

    @Override
    public ReadableFile openForReading(Path file) throws IOException {
        return new OpenFile(file, node(file));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        if (!folders.contains(key(folder))) {
            throw new NoSuchFileException(folder.toString());
        }
        return visible.keySet().stream()
                .filter(path -> key(folder).equals(path.getParent()))
                .toList();
    }

    @Override
    public boolean exists(Path file) {
        return visible.containsKey(key(file)) || folders.contains(key(file));
    }

    @Override
    public void createFolders(Path folder, Access access) throws IOException {
        Path missing = key(folder);
        if (folders.contains(missing)) {
            return;
        }
        Failure failing = step();
        if (failing != null) {
            throw error(folder, failing);
        }
        for (Path each = missing; each != null; each = each.getParent()) {
            folders.add(each);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Failure failing = step();
        if (failing != null) {
            throw error(to, failing);
        }
        checkFolder(to);
        Node node = node(from);
        visible.remove(key(from));
        visible.put(key(to), node);
    }

    @Override
    public void delete(Path file) throws IOException {
        Failure failing = step();
        if (failing != null) {
            throw error(file, failing);
        }
        node(file);
        visible.remove(key(file));
    }

    @Override
    public boolean deleteAbandoned(Path file) throws IOException {
        if (node(file).maker != null) {
            return false;
        }
        delete(file);
        return true;
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        Failure failing = step();
        if (failing != null) {
            throw new SyncFailedException(error(folder, failing));
        }
        Path parent = key(folder);
        durable.keySet().removeIf(path -> parent.equals(path.getParent()));
        visible.forEach((path, node) -> {
            if (parent.equals(path.getParent())) {
                durable.put(path, node);
            }
        });
    }

    @Override
    public Path resolve(Path file) throws IOException {
        return file;
    }

    @Override
    public boolean isOpenToOthers(Path file) throws IOException {
        return node(file).access != Access.SECRET;
    }

    @Override
    public void copyMode(Path from, Path to) throws IOException {
        node(to).access = node(from).access;
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        checkFolder(file);
        Path held = key(file);
        if (!locks.add(held)) {
            throw new StorageException(
                    StorageException.Kind.LOCKED, file.getParent() + " is in use by this process");
        }
        return () -> locks.remove(held);
    }

    /** Changes a byte behind everybody's back, as a bad disk or a curious person would. */
    public void edit(Path file, byte[] content) throws IOException {
        Node node = visible.computeIfAbsent(key(file), path -> new Node(Access.SECRET));
        node.content = content.clone();
        node.synced = content.clone();
        durable.put(key(file), node);
    }

    private @Nullable Failure step() {
        operations++;
        if (operations >= crashAt) {
            throw new Crash();
        }
        return operations == failAt ? failure : null;
    }

    private Node node(Path file) throws NoSuchFileException {
        Node node = visible.get(key(file));
        if (node == null) {
            throw new NoSuchFileException(file.toString());
        }
        return node;
    }

    private void checkFolder(Path file) throws NoSuchFileException {
        Path parent = key(file).getParent();
        if (parent == null || !folders.contains(parent)) {
            throw new NoSuchFileException(String.valueOf(parent));
        }
    }

    private static Path key(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static IOException error(Path file, Failure failure) {
        return switch (failure) {
            case NO_SPACE -> new IOException("No space left on device");
            case INPUT_OUTPUT -> new IOException("Input/output error");
            case READ_ONLY -> new AccessDeniedException(file.toString());
        };
    }

    /** One write or cut that no sync has covered yet. */
    private record Pending(long position, byte[] bytes, boolean cut) {

        byte[] apply(byte[] content) {
            if (cut) {
                return Arrays.copyOf(content, (int) position);
            }
            int end = (int) position + bytes.length;
            byte[] after = Arrays.copyOf(content, Math.max(content.length, end));
            System.arraycopy(bytes, 0, after, (int) position, bytes.length);
            return after;
        }

        Pending half() {
            return cut
                    ? this
                    : new Pending(position, Arrays.copyOf(bytes, bytes.length / 2), false);
        }
    }

    /** A file's content, apart from its names. */
    private static final class Node {
        private Access access;
        private byte[] content = {};
        private byte[] synced = {};
        private @Nullable WritableFile maker;
        private final List<Pending> pending = new ArrayList<>();

        Node(Access access) {
            this.access = access;
        }

        void change(Pending change) {
            content = change.apply(content);
            pending.add(change);
        }

        Node afterCrash(Loss loss) {
            Node left = new Node(access);
            left.content = left(loss);
            left.synced = left.content;
            return left;
        }

        private byte[] left(Loss loss) {
            return switch (loss) {
                case CONTENTS, EVERYTHING -> synced;
                case NOTHING -> content;
                case NAMES -> apply(pending);
                case HALF_A_WRITE -> torn();
            };
        }

        private byte[] torn() {
            if (pending.isEmpty()) {
                return synced;
            }
            List<Pending> changes = new ArrayList<>(pending);
            changes.add(changes.removeLast().half());
            return apply(changes);
        }

        private byte[] apply(List<Pending> changes) {
            byte[] after = synced;
            for (Pending change : changes) {
                after = change.apply(after);
            }
            return after;
        }
    }

    private final class OpenFile implements WritableFile, ReadableFile {
        private final Path file;
        private final Node node;

        OpenFile(Path file, Node node) {
            this.file = file;
            this.node = node;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            Failure failing = step();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            if (failing == Failure.NO_SPACE) {
                copy = Arrays.copyOf(copy, copy.length / 2);
            }
            if (failing == null || failing == Failure.NO_SPACE) {
                node.change(new Pending(position, copy, false));
            }
            if (failing != null) {
                throw error(file, failing);
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) {
            int count = Math.clamp(node.content.length - position, 0, bytes.remaining());
            bytes.put(node.content, (int) position, count);
            return count;
        }

        @Override
        public long length() {
            return node.content.length;
        }

        @Override
        public void truncate(long length) throws IOException {
            Failure failing = step();
            if (failing != null) {
                throw error(file, failing);
            }
            node.change(new Pending(length, new byte[0], true));
        }

        @Override
        public void sync() throws IOException {
            Failure failing = step();
            if (failing != null) {
                node.pending.clear();
                throw new SyncFailedException(error(file, failing));
            }
            node.synced = node.apply(node.pending);
            node.pending.clear();
        }

        @Override
        public void close() {
            if (node.maker == this) {
                node.maker = null;
            }
        }
    }
}
