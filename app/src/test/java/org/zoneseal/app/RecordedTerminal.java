package org.zoneseal.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose text can be read back. */
public final class RecordedTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;
    private ExitCode exitCode = ExitCode.FINE;

    private RecordedTerminal(boolean isInteractive) {
        terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        isInteractive);
    }

    public static RecordedTerminal interactive() {
        return new RecordedTerminal(true);
    }

    public static RecordedTerminal pipe() {
        return new RecordedTerminal(false);
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Runs one command; its exit code is kept. */
    public void run(String... arguments) {
        exitCode = Zoneseal.run(terminal, arguments);
    }

    /** Of the command run last; FINE before any. */
    public ExitCode exitCode() {
        return exitCode;
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
