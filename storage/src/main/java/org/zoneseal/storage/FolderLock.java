package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The right of one process to a folder, held until closed or until the process ends. */
public final class FolderLock implements AutoCloseable {

    /** The name of the lock file; it stays when the lock is released. */
    public static final String FILE_NAME = "lock";

    private final Path folder;
    private final Closeable held;

    private FolderLock(Path folder, Closeable held) {
        this.folder = folder;
        this.held = held;
    }

    /**
     * Takes the folder.
     *
     * @throws StorageException of kind {@link StorageException.Kind#LOCKED} if somebody has it; the
     *     message names the process
     */
    public static FolderLock take(FileLayer files, Path folder) {
        try {
            return new FolderLock(folder, files.lock(folder.resolve(FILE_NAME)));
        } catch (IOException e) {
            throw StorageException.of("cannot lock", folder, e);
        }
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw StorageException.of("cannot unlock", folder, e);
        }
    }
}
