package org.zoneseal.interop.transfer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/** {@code zoneseal run} in a process of its own and a folder of its own, on a port of loopback. */
final class ZonesealServer implements AutoCloseable {

    private static final long BOUND_SECONDS = 90;
    private static final String READY = "server ready";

    final Path folder;
    final int port;
    private @Nullable Process process;

    ZonesealServer(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = Ports.free();
    }

    /** Writes the configuration: where it listens and keeps its state, then the rest. */
    void configure(String rest) throws IOException {
        write(
                "zoneseal.yaml",
                "version: 1\nstate: state\nlisten: [\"127.0.0.1:%d\"]\n%s".formatted(port, rest));
    }

    /** Writes the file of a key, which only its owner may read. */
    void key(String name, String secret) throws IOException {
        Path file = folder.resolve(name + "key");
        Files.writeString(
                file,
                "key \"%s\" { algorithm hmac-sha256; secret \"%s\"; };\n".formatted(name, secret));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Writes a file in one step: whoever reads it reads the whole of it. */
    void write(String name, String text) throws IOException {
        Path aside = folder.resolve(name + ".new");
        Files.writeString(aside, text, StandardCharsets.ISO_8859_1);
        Files.move(
                aside,
                folder.resolve(name),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts it; it is not ready yet. */
    void start(String... javaOptions) throws IOException {
        List<String> command = new ArrayList<>(Peer.zonesealDaemon().command());
        command.addAll(1, List.of(javaOptions));
        command.addAll(List.of("run", "--config", "zoneseal.yaml"));
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
    }

    /** Waits until it says that it is ready; for its first start in the folder. */
    void awaitReady() {
        await(READY, () -> log().contains(READY));
    }

    boolean isAlive() {
        return running().isAlive();
    }

    private Process running() {
        return Objects.requireNonNull(process, "not started");
    }

    /** Waits for something, and not for one that has ended. */
    void await(String what, BooleanSupplier reached) {
        Waiting.until(
                what,
                () -> {
                    if (!isAlive()) {
                        throw new AssertionError("it ended:\n" + log());
                    }
                    return reached.getAsBoolean();
                },
                BOUND_SECONDS,
                this::log);
    }

    void awaitSerial(Name zone, long serial) {
        await(zone + " " + serial, () -> serial(zone).orElse(-1) == serial);
    }

    /** The serial that it answers with; empty if it does not, or has no zone. */
    OptionalLong serial(Name zone) {
        return ZoneAsker.at(port).serial(zone);
    }

    void reload() {
        Peer.of("kill").run(folder, "-HUP", Long.toString(running().pid())).mustBeFine();
    }

    /** As by {@code kill -9}. */
    void kill() throws InterruptedException {
        Process killed = running();
        killed.toHandle().destroyForcibly();
        end(killed);
    }

    private static int end(Process ending) throws InterruptedException {
        if (!ending.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            ending.toHandle().destroyForcibly();
            throw new AssertionError("it did not end within " + BOUND_SECONDS + " s");
        }
        return ending.exitValue();
    }

    /** Asks it to stop, and waits for its exit code. */
    int stop() throws InterruptedException {
        running().destroy();
        return end(running());
    }

    /** What it has written in all its lives. */
    String log() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        try {
            stop();
        } catch (InterruptedException e) {
            running().toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
