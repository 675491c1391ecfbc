package org.zoneseal.app;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;
import org.zoneseal.simulator.HeapKeys;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which HSM: the embedded one, or any other through PKCS#11. */
final class HsmOptions {

    /** What key files call the embedded HSM. */
    static final String EMBEDDED = "embedded";

    @Mixin private final StateOptions state = new StateOptions();

    @Option(
            names = "--pkcs11",
            paramLabel = "LIB",
            description = "The PKCS#11 module of an HSM, in place of the embedded HSM.")
    @Nullable Path module;

    @Option(
            names = "--token",
            paramLabel = "LABEL",
            description = "The token's label, or its PKCS#11 URI (RFC 7512).")
    @Nullable String token;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = "A file with the user PIN in its first line; otherwise it is asked for.")
    @Nullable Path pinFile;

    @Option(
            names = "--hsm-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long the HSM may take for one call (${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--allow-heap-keys",
            description =
                    "Let the embedded HSM use Ed448 and ML-DSA, whose keys stand on the Java heap"
                            + " while they work.")
    boolean allowHeapKeys;

    @Option(
            names = "--last-pin-try",
            description = "Log in although the token says that one wrong PIN more locks it.")
    boolean lastPinTry;

    StateFolder stateFolder() {
        return state.folder();
    }

    /**
     * A token that is logged in to.
     *
     * @param name what key files call it
     * @param afterwards what is left to do when it is closed
     */
    record Opened(Token token, String name, Runnable afterwards) implements AutoCloseable {

        @Override
        public void close() {
            token.close();
            afterwards.run();
        }
    }

    /** Opens the HSM that the options name. */
    Opened open(Terminal terminal) throws IOException {
        Path library = module;
        if (library != null) {
            return openPkcs11(library, terminal);
        }
        if (token != null || pinFile != null) {
            throw CommandException.usage("--token and --pin-file go with --pkcs11 LIB");
        }
        HeapKeys heapKeys = allowHeapKeys ? HeapKeys.ALLOWED : HeapKeys.REFUSED;
        return new Opened(stateFolder().openEmbeddedHsm(heapKeys), EMBEDDED, () -> {});
    }

    private Opened openPkcs11(Path library, Terminal terminal) throws IOException {
        String wanted = token;
        if (wanted == null) {
            throw CommandException.usage(
                    "--pkcs11 needs --token LABEL; the module's own tool lists its tokens, such as"
                            + " pkcs11-tool --module "
                            + library
                            + " -L");
        }
        Pkcs11Uri which = uri(wanted);
        Pkcs11Options options =
                Pkcs11Options.defaults()
                        .withCallDeadline(timeout)
                        .withLastPinTry(
                                lastPinTry
                                        ? Pkcs11Options.LastPinTry.ALLOWED
                                        : Pkcs11Options.LastPinTry.REFUSED);
        Pkcs11Module loaded = Pkcs11Module.load(library, options);
        try {
            return logIn(loaded, which, pin(which, wanted), terminal);
        } catch (IOException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** Logs in; the PIN is wiped when that fails, or else when the token is closed. */
    private static Opened logIn(Pkcs11Module loaded, Pkcs11Uri which, Pin pin, Terminal terminal) {
        try {
            Pkcs11Token opened = loaded.open(which, pin);
            opened.warnings().forEach(terminal::note);
            Runnable afterwards =
                    () -> {
                        pin.close();
                        loaded.close();
                    };
            return new Opened(opened, opened.info().label(), afterwards);
        } catch (RuntimeException e) {
            pin.close();
            throw e;
        }
    }

    private static Pkcs11Uri uri(String text) {
        try {
            return Pkcs11Uri.of(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--token: " + e.getMessage());
        }
    }

    private Pin pin(Pkcs11Uri which, String wanted) throws IOException {
        Path file = pinFile != null ? pinFile : which.pinFile().orElse(null);
        if (file != null) {
            return Pin.fromFile(file);
        }
        Console console = Objects.requireNonNull(System.console());
        if (!console.isTerminal()) {
            throw CommandException.usage(
                    "no terminal to ask for the PIN of token " + wanted + ": give --pin-file FILE");
        }
        char[] typed = console.readPassword("PIN of token %s: ", wanted);
        if (typed == null || typed.length == 0) {
            throw CommandException.usage("no PIN given");
        }
        return pinOf(typed);
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
