package org.zoneseal.app;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dnssec.InvalidDnssecDataException;
import org.zoneseal.dnssec.UnusableKeyException;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.signer.SigningException;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.storage.StorageException;
import org.zoneseal.zones.ZoneException;

/**
 * What went wrong, as one message for a person and one exit code: the only place where exceptions
 * become either.
 */
record Failure(ExitCode exitCode, String message) {

    static Failure of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        return switch (cause) {
            case CommandException e -> new Failure(e.exitCode(), text(e));
            case HsmUnreachableException e -> new Failure(ExitCode.ENVIRONMENT, text(e));
            case HsmClientException e -> ofDevice(e.returnValue(), e.returnValueName(), text(e));
            case CryptokiException e -> ofDevice(e.returnValue(), "", text(e));
            case HsmException e -> new Failure(ExitCode.ENVIRONMENT, text(e));
            case StorageException e -> new Failure(ExitCode.ENVIRONMENT, text(e));
            case InvalidNameException e -> new Failure(ExitCode.USAGE, text(e));
            case SigningException e -> new Failure(ExitCode.USAGE, text(e));
            case ZoneFileException e -> new Failure(ExitCode.BAD, text(e));
            case ZoneException e -> new Failure(ExitCode.BAD, text(e));
            case InvalidDnssecDataException e -> new Failure(ExitCode.BAD, text(e));
            case UnusableKeyException e -> new Failure(ExitCode.BAD, text(e));
            case IOException e -> new Failure(ExitCode.ENVIRONMENT, ofFile(e));
            case ReadOnlyFileSystemException e ->
                    new Failure(ExitCode.ENVIRONMENT, "the file system is read-only");
            case OutOfMemoryError e -> new Failure(ExitCode.ENVIRONMENT, outOfMemory());
            default -> new Failure(ExitCode.ENVIRONMENT, unexpected(cause));
        };
    }

    private static Failure ofDevice(long returnValue, String name, String said) {
        boolean isUsage = returnValue == Ckr.ARGUMENTS_BAD || returnValue == Ckr.USER_NOT_LOGGED_IN;
        String next =
                returnValue == Ckr.USER_NOT_LOGGED_IN
                        ? "; log in with --login NAME, or two persons with one --login each"
                        : "";
        String what = said.isEmpty() ? "the HSM refused" : said;
        String code = name.isEmpty() ? "" : " (" + name + ")";
        return new Failure(isUsage ? ExitCode.USAGE : ExitCode.ENVIRONMENT, what + code + next);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean isWrapper =
                thrown instanceof UncheckedIOException
                        || thrown instanceof ExecutionException
                        || thrown instanceof CompletionException;
        return isWrapper && cause != null ? unwrapped(cause) : thrown;
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static String ofFile(IOException thrown) {
        return switch (thrown) {
            case NoSuchFileException e -> e.getFile() + ": no such file or folder";
            case FileNotFoundException e -> text(e);
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + ": is there already";
            case NotDirectoryException e -> e.getFile() + ": is not a folder";
            case DirectoryNotEmptyException e -> e.getFile() + ": the folder is not empty";
            case FileSystemException e when e.getReason() != null ->
                    e.getFile() + ": " + e.getReason();
            default -> text(thrown);
        };
    }

    private static String outOfMemory() {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return "out of memory at "
                + megabytes
                + " MB of heap; give it more: ZONESEAL_JAVA_OPTS=-Xmx"
                + 2 * megabytes
                + "m";
    }

    private static String unexpected(Throwable cause) {
        return "an error that should not happen: "
                + cause
                + "; run it again with --debug and report what it prints";
    }
}
