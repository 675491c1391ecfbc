package org.zoneseal.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs what a start usually needs, once, while the launcher has the virtual machine record its AOT
 * cache. Prints nothing.
 */
public final class TrainingRun {

    private static final String[][] COMMANDS = {{"--version"}, {"--help"}, {"no-such-command"}};

    private TrainingRun() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String[] command : COMMANDS) {
            Zoneseal.run(new Terminal(nowhere, nowhere, false), command);
        }
    }
}
