package org.zoneseal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few things that crash-safe files ask of a file system.
 *
 * <p>There are two: the {@linkplain #real() real one}, and {@link FaultyFiles}, which forgets what
 * was not synced, so that tests can pull the plug between any two calls. What is not in this
 * interface cannot be tested that way and is therefore not done to files that matter.
 */
public interface FileLayer {

    /** The file system of this machine. */
    static FileLayer real() {
        return RealFiles.INSTANCE;
    }

    /** Creates a file that must not be there yet. */
    WritableFile create(Path file, Access access) throws IOException;

    /** Opens a file that is there, to append to it or to write over it. */
    WritableFile open(Path file) throws IOException;

    /**
     * Reads a whole file.
     *
     * @throws IOException if it is longer than {@code maxLength}
     */
    byte[] read(Path file, int maxLength) throws IOException;

    /** Opens a file for reading by position. */
    ReadableFile openForReading(Path file) throws IOException;

    /** The files in a folder, sorted by name. */
    List<Path> list(Path folder) throws IOException;

    boolean exists(Path file);

    /**
     * Creates a folder and its parents where missing, durably; {@code access} is the last one's.
     */
    void createFolders(Path folder, Access access) throws IOException;

    /** Gives a file another name in one step, replacing what has that name. */
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /**
     * Deletes a file that {@link #create} made, unless the process that made it still has it open.
     *
     * @return whether it was deleted
     */
    boolean deleteAbandoned(Path file) throws IOException;

    /** Makes the names in a folder durable. */
    void syncFolder(Path folder) throws IOException;

    /**
     * The file that a chain of symbolic links ends in; the path itself where nothing is there yet.
     *
     * @throws IOException if it is there and not a regular file
     */
    Path resolve(Path file) throws IOException;

    /** Whether anybody but its owner may read or write a file. */
    boolean isOpenToOthers(Path file) throws IOException;

    /** Gives {@code to} the mode of {@code from}. */
    void copyMode(Path from, Path to) throws IOException;

    /**
     * Takes the lock file for this process.
     *
     * @return what releases it
     * @throws StorageException of kind {@link StorageException.Kind#LOCKED}, naming the holder
     */
    Closeable lock(Path file) throws IOException;
}
