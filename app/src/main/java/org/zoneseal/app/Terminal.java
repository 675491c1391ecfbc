package org.zoneseal.app;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}.
 *
 * @param isInteractive whether a person watches {@code err}
 */
public record Terminal(PrintStream out, PrintStream err, boolean isInteractive) {

    /** The process's own streams; the launcher knows whether stderr is a terminal. */
    public static Terminal system() {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("zoneseal.terminal"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 13),
                true,
                StandardCharsets.UTF_8);
    }

    /** A warning or a note, one line to {@code err}. */
    public void note(String text) {
        err.println("zoneseal: " + text);
    }
}
