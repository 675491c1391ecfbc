package org.zoneseal.app;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.zoneseal.hsm.Pin;

/** Where PINs, passwords and passphrases come from: a file, or the person at the terminal. */
public final class SecretInput {

    private SecretInput() {}

    /**
     * Asks on the terminal, without echo.
     *
     * @param what what is asked for, such as {@code PIN of token zones}
     * @param option the option that gives it in a file, for when there is no terminal
     */
    public static Pin ask(String what, String option) {
        Console console = Objects.requireNonNull(System.console());
        if (!console.isTerminal()) {
            throw CommandException.usage(
                    "no terminal to ask for the " + what + ": give " + option + " FILE");
        }
        char[] typed = console.readPassword("%s: ", what);
        if (typed == null || typed.length == 0) {
            throw CommandException.usage("no answer for the " + what);
        }
        return pinOf(typed);
    }

    /** Asks for a new one twice, so that a slip of the finger is noticed. */
    public static Pin askNew(String what, String option) {
        Pin first = ask("new " + what, option);
        try (Pin second = ask(what + " again", option)) {
            if (!Arrays.equals(first.bytes(), second.bytes())) {
                first.close();
                throw CommandException.usage("these are two different ones; nothing was changed");
            }
            return first;
        }
    }

    /** From the file if there is one, else asked for. */
    public static Pin read(Optional<Path> file, String what, String option) throws IOException {
        return file.isPresent() ? Pin.fromFile(file.get()) : ask(what, option);
    }

    /** A new one, from the file if there is one, else asked for twice. */
    public static Pin readNew(Optional<Path> file, String what, String option) throws IOException {
        return file.isPresent() ? Pin.fromFile(file.get()) : askNew(what, option);
    }

    private static Pin pinOf(char[] typed) {
        ByteBuffer encoded = ByteBuffer.allocate(4 * typed.length);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(typed, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        return new Pin(bytes);
    }
}
