package org.zoneseal.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real program of somebody else, run with a bound on its time and nothing on its standard input.
 *
 * <p>A program that is not installed skips the test that asks for it, by name; with {@code
 * ZONESEAL_PEERS=required}, which {@code ./check} sets, it fails the test.
 */
public final class Peer {

    private static final Duration BOUND = Duration.ofMinutes(3);

    private final String program;
    private final List<String> command;

    private Peer(String program, List<String> command) {
        this.program = program;
        this.command = command;
    }

    /** A program in {@code PATH}. */
    public static Peer of(String program) {
        return new Peer(program, List.of(find(program).toString()));
    }

    /** Zoneseal itself, from this build's classes, in a process of its own. */
    public static Peer zoneseal() {
        return zoneseal("-XX:TieredStopAtLevel=1");
    }

    /** The same, to stay longer than one command: it may take its time to become fast. */
    public static Peer zonesealDaemon() {
        return zoneseal("-XX:+TieredCompilation");
    }

    private static Peer zoneseal(String compiling) {
        return new Peer(
                "zoneseal",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        compiling,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.zoneseal.app.Zoneseal"));
    }

    /** A program of ours at a path. */
    public static Peer at(Path program) {
        return new Peer(program.getFileName().toString(), List.of(program.toString()));
    }

    /** How it is started, for those who do that themselves. */
    public List<String> command() {
        return command;
    }

    /** Skips the test, or fails it under {@code ./check}, unless a file is there. */
    public static void require(Path file, String howToGetIt) {
        if (!Files.exists(file)) {
            missing(file + " is missing: " + howToGetIt);
        }
    }

    /** The same program with more in its environment. */
    public Peer with(Map<String, String> more) {
        List<String> changed = new ArrayList<>(List.of(find("env").toString()));
        more.forEach((name, value) -> changed.add(name + "=" + value));
        changed.addAll(command);
        return new Peer(program, changed);
    }

    /** The same program, unable to write a file longer than this: a full disk, for one process. */
    public Peer withFilesUpTo(int kilobytes) {
        List<String> changed = new ArrayList<>(List.of(find("sh").toString(), "-c"));
        // The shell counts in blocks of 512 bytes (POSIX, ulimit).
        changed.add("ulimit -f " + 2 * kilobytes + " && exec \"$@\"");
        changed.add("sh");
        changed.addAll(command);
        return new Peer(program, changed);
    }

    /** Starts it in {@code folder} and leaves it to the caller; what it says is thrown away. */
    public Process start(Path folder, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What a run left behind. */
    public record Outcome(String command, int exitCode, String out, String err) {

        public boolean isFine() {
            return exitCode == 0;
        }

        /** This outcome, if its exit code is 0; otherwise the test fails with all that was said. */
        public Outcome mustBeFine() {
            if (!isFine()) {
                throw new AssertionError(this);
            }
            return this;
        }

        @Override
        public String toString() {
            return command + "\nexit code " + exitCode + "\n" + shortened(out) + shortened(err);
        }

        private static String shortened(String text) {
            return text.length() <= 4_000 ? text : text.substring(0, 4_000) + " ...\n";
        }
    }

    /** Runs it in {@code folder}; three minutes at most. */
    public Outcome run(Path folder, List<String> arguments) {
        return run(folder, arguments.toArray(String[]::new));
    }

    /** Runs it in {@code folder}; three minutes at most. */
    public Outcome run(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        String shown = program + " " + String.join(" ", arguments);
        try {
            return run(folder, all, shown);
        } catch (IOException e) {
            throw new UncheckedIOException(shown, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(shown + " was interrupted", e);
        }
    }

    // Output goes to files: a pipe that nobody empties would stop the program.
    private static Outcome run(Path folder, List<String> command, String shown)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "peer", ".out");
        Path err = Files.createTempFile(folder, "peer", ".err");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(shown + " did not end within " + BOUND);
        }
        Outcome outcome = new Outcome(shown, process.exitValue(), read(out), read(err));
        Files.delete(out);
        Files.delete(err);
        return outcome;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static Path find(String program) {
        Stream<Path> folders =
                Stream.concat(
                                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                                Stream.of("/usr/sbin", "/sbin"))
                        .map(Path::of);
        return folders.map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(program + " is not installed; ./check installs it"));
    }

    private static Path missing(String message) {
        if ("required".equals(System.getenv("ZONESEAL_PEERS"))) {
            throw new AssertionError(message);
        }
        return Assumptions.abort(message);
    }
}
