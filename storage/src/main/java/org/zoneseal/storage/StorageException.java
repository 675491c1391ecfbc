package org.zoneseal.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** What could not be stored or read: which file, what happened, what to do next. */
public final class StorageException extends RuntimeException {

    /** What kind of trouble, for the caller's decision. */
    public enum Kind {
        /** We may not write there. */
        READ_ONLY,
        /** The disk, or the quota, is full. */
        NO_SPACE,
        /** Another process, or another part of this one, holds the folder. */
        LOCKED,
        /** The file is not there. */
        MISSING,
        /** The content is not what was written. */
        DAMAGED,
        /** The content has a format that this version does not know. */
        NEWER_FORMAT,
        /**
         * The disk did not confirm a write. What is on it is unknown; asking again would only hide
         * that, so whoever writes here has to start over from what can be read.
         */
        NOT_DURABLE,
        /** Anything else that the system answered. */
        FAILED
    }

    private final Kind kind;

    public StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Says in one sentence why {@code action} failed on {@code file}. */
    public static StorageException of(String action, Path file, IOException cause) {
        Kind kind = kindOf(cause);
        return new StorageException(
                kind, action + " " + file + ": " + sentence(kind, cause), cause);
    }

    private static Kind kindOf(IOException cause) {
        if (cause instanceof SyncFailedException) {
            return Kind.NOT_DURABLE;
        }
        if (cause instanceof NoSuchFileException) {
            return Kind.MISSING;
        }
        String reason = reason(cause).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota exceeded")) {
            return Kind.NO_SPACE;
        }
        if (cause instanceof AccessDeniedException
                || cause.getCause() instanceof ReadOnlyFileSystemException
                || reason.contains("read-only")
                || reason.contains("permission denied")) {
            return Kind.READ_ONLY;
        }
        return Kind.FAILED;
    }

    private static String sentence(Kind kind, IOException cause) {
        return switch (kind) {
            case NO_SPACE -> "the disk is full; make room and run it again, nothing was changed";
            case READ_ONLY ->
                    "no permission to write there; check the owner and mode of the folder";
            case MISSING -> "there is no such file";
            case NOT_DURABLE ->
                    "the disk did not confirm the write ("
                            + reason(cause)
                            + "); check the disk, then start again";
            case LOCKED, DAMAGED, NEWER_FORMAT, FAILED -> reason(cause);
        };
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
