package org.zoneseal.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose text can be read back. */
final class RecordedTerminal {

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

    static RecordedTerminal interactive() {
        return new RecordedTerminal(true);
    }

    static RecordedTerminal pipe() {
        return new RecordedTerminal(false);
    }

    Terminal terminal() {
        return terminal;
    }

    /** Runs one command; its exit code is kept. */
    void run(String... arguments) {
        exitCode = Zoneseal.run(terminal, arguments);
    }

    /** Of the command run last; FINE before any. */
    ExitCode exitCode() {
        return exitCode;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
