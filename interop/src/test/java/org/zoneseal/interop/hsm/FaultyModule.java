package org.zoneseal.interop.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/**
 * The module of {@code src/test/c/faulty-pkcs11.c} in front of SoftHSM, and the file that tells it
 * what to do wrong.
 */
public final class FaultyModule {

    private static final Path SCRIPT = Path.of("src/test/c/build-faulty-pkcs11");
    private static final Path LIBRARY = Path.of("target/faulty-pkcs11.so");

    private static final String REAL_MODULE = "FAULTY_PKCS11_MODULE";
    private static final String CONTROL = "FAULTY_PKCS11_CONTROL";

    private final Path control;

    private FaultyModule(Path control) {
        this.control = control;
    }

    /** Built if need be; its control file lies in {@code folder} and asks for no fault yet. */
    public static FaultyModule in(Path folder) throws IOException, InterruptedException {
        build();
        Path control = folder.resolve("faults");
        SoftHsm.setEnvironment(REAL_MODULE, SoftHsm.MODULE.toString());
        SoftHsm.setEnvironment(CONTROL, control.toString());
        FaultyModule module = new FaultyModule(control);
        module.does("");
        return module;
    }

    private static synchronized void build() throws IOException, InterruptedException {
        if (Files.exists(LIBRARY)
                && Files.getLastModifiedTime(LIBRARY)
                                .compareTo(
                                        Files.getLastModifiedTime(
                                                SCRIPT.resolveSibling("faulty-pkcs11.c")))
                        > 0) {
            return;
        }
        Files.createDirectories(LIBRARY.getParent());
        Process build =
                new ProcessBuilder(SCRIPT.toString(), LIBRARY.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** For another process that loads it. */
    public Map<String, String> environment() {
        return Map.of(REAL_MODULE, SoftHsm.MODULE.toString(), CONTROL, control.toString());
    }

    public Path path() {
        return LIBRARY.toAbsolutePath();
    }

    /** From now on these faults and no others; counters start anew. */
    public void does(String faults) throws IOException {
        Path next = control.resolveSibling("next-faults");
        Files.writeString(next, faults.indent(0));
        Files.move(
                next, control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Answers to C_Login since the module was loaded, as hexadecimal codes. */
    public String[] logins() throws IOException {
        Path log = control.resolveSibling(control.getFileName() + ".logins");
        return Files.exists(log)
                ? Files.readString(log).toLowerCase(Locale.ROOT).strip().split("\n")
                : new String[0];
    }
}
