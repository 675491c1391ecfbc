package org.zoneseal.interop.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.zoneseal.hsm.Pin;

/**
 * A SoftHSM with tokens of its own in a folder, for one test.
 *
 * <p>SoftHSM reads the path of its configuration from the environment of the process when it is
 * initialised, so the environment is changed natively before a module is loaded.
 */
public final class SoftHsm {

    public static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    private static final String CONFIGURATION = "SOFTHSM2_CONF";
    public static final String SO_PIN = "87654321";
    public static final String PIN = "1234abcd";

    private final Path configuration;

    private SoftHsm(Path configuration) {
        this.configuration = configuration;
    }

    /** An HSM without tokens in {@code folder}, which the next module loaded will see. */
    public static SoftHsm in(Path folder) throws IOException {
        shutDown();
        SoftHsm made = apart(folder);
        setEnvironment(CONFIGURATION, made.configuration.toString());
        return made;
    }

    /** An HSM without tokens in {@code folder}, for other processes only. */
    public static SoftHsm apart(Path folder) throws IOException {
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Path configuration = folder.resolve("softhsm2.conf");
        Files.writeString(
                configuration,
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
                        .formatted(tokens));
        return new SoftHsm(configuration);
    }

    public SoftHsm withToken(String label) throws IOException, InterruptedException {
        run("--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN);
        return this;
    }

    /** For another process that uses it. */
    public Map<String, String> environment() {
        return Map.of(CONFIGURATION, configuration.toString());
    }

    public static Pin pin() {
        return new Pin(PIN.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whatever an earlier test has left open: SoftHSM is there once in the process. */
    private static void shutDown() {
        SymbolLookup library = SymbolLookup.libraryLookup(MODULE, Arena.global());
        var function =
                Linker.nativeLinker()
                        .downcallHandle(
                                library.findOrThrow("C_Finalize"),
                                FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        try {
            long ignored = (long) function.invokeExact(MemorySegment.NULL);
            assert ignored >= 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(CONFIGURATION, configuration.toString());
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + said);
            }
        }
    }

    static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            var setenv =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setenv"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
            int ignored =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), 1);
            assert ignored == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
