package org.zoneseal.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program in a process of its own, from this build's classes, with the options that the
 * launcher gives a daemon.
 */
public final class DaemonProcess implements AutoCloseable {

    public static final Duration BOUND = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private DaemonProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static DaemonProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), List.of(), arguments);
    }

    /**
     * Starts it.
     *
     * @param folder where it runs and its output goes
     * @param prefix a command that it is started by
     */
    public static DaemonProcess start(
            Path folder, Map<String, String> environment, List<String> prefix, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(folder, "daemon", ".out");
        Path err = Files.createTempFile(folder, "daemon", ".err");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java(options(arguments)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new DaemonProcess(builder.start(), out, err);
    }

    private static List<String> java(Path options) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "@" + options,
                "-cp",
                System.getProperty("java.class.path"),
                "org.zoneseal.app.Zoneseal");
    }

    private static Path options(String... arguments) {
        String name = arguments[0].equals("run") ? "server.options" : "daemon.options";
        return Path.of("..", "tools", name).toAbsolutePath().normalize();
    }

    /** Waits for the readiness line. */
    public DaemonProcess ready() throws IOException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!out().contains("ready: ") && !out().contains(" leads to ")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("not ready: " + out() + err());
            }
            pause();
        }
        return this;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGHUP. */
    public void hangUp() throws IOException {
        new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start();
    }

    /** Waits until something is in the log. */
    public DaemonProcess logged(String text) throws IOException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!err().contains(text)) {
            if (System.nanoTime() > end) {
                throw new IOException("not said: " + text + " in " + err());
            }
            pause();
        }
        return this;
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    public int exitCode() {
        try {
            if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end within " + BOUND);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        exitCode();
    }
}
