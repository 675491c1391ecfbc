package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/**
 * A real server of somebody else's that gives zones away, on loopback, in a folder of its own.
 *
 * <p>Its zone is a file that the test writes and writes anew; {@link #reload} makes it read the
 * file again.
 */
abstract class PrimaryServer implements AutoCloseable {

    private static final long BOUND_SECONDS = 30;

    final Path folder;
    final Offer offer;
    final int port;
    final int tlsPort;
    private final Peer program;
    private @Nullable Process process;

    /**
     * What it gives away, and to whom.
     *
     * @param zone its name
     * @param key a secret in base64 that transfers must be signed with
     * @param notified port on loopback that is told of new versions
     * @param certificate file of its key and file of its certificate, both PEM, for TLS
     */
    record Offer(
            Name zone,
            Optional<String> key,
            Optional<Integer> notified,
            Optional<Certificate> certificate) {

        static final String KEY_NAME = "transfer.key.";

        static Offer of(Name zone) {
            return new Offer(zone, Optional.empty(), Optional.empty(), Optional.empty());
        }

        Offer signedWith(String secret) {
            return new Offer(zone, Optional.of(secret), notified, certificate);
        }

        Offer notifying(int theirPort) {
            return new Offer(zone, key, Optional.of(theirPort), certificate);
        }

        Offer overTls(Certificate theirs) {
            return new Offer(zone, key, notified, Optional.of(theirs));
        }
    }

    /**
     * Files of one side of TLS, all PEM.
     *
     * @param demanded who must have issued the other side's certificate; empty to demand none
     */
    record Certificate(Path key, Path certificate, Optional<Path> demanded) {

        Certificate demanding(Path authority) {
            return new Certificate(key, certificate, Optional.of(authority));
        }
    }

    PrimaryServer(String program, Path folder, Offer offer) throws IOException {
        this.program = Peer.of(program);
        this.folder = Files.createDirectories(folder);
        this.offer = offer;
        this.port = Ports.free();
        this.tlsPort = Ports.free();
    }

    /** Writes the configuration and starts; returns when it answers. */
    final void begin(String zoneText, String... arguments) {
        try {
            write(zoneText);
            process =
                    new ProcessBuilder(
                                    java.util.stream.Stream.concat(
                                                    program.command().stream(),
                                                    List.of(arguments).stream())
                                            .toList())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            await("it answers", this::isListening);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(address(), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    final InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    final InetSocketAddress tlsAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
    }

    final Path zoneFile() {
        return folder.resolve("zone");
    }

    final void write(String zoneText) throws IOException {
        Path aside = folder.resolve("zone.new");
        Files.writeString(aside, zoneText, StandardCharsets.ISO_8859_1);
        Files.move(
                aside,
                zoneFile(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it read its zone file again. */
    abstract void reload();

    final void signal(String name) {
        Peer.of("kill").run(folder, "-" + name, String.valueOf(running().pid())).mustBeFine();
    }

    private Process running() {
        return Objects.requireNonNull(process, "it was begun");
    }

    /** Waits for something, half a minute at most. */
    final void await(String what, BooleanSupplier reached) {
        Waiting.until(
                what,
                () -> {
                    if (!running().isAlive()) {
                        throw new AssertionError(program.command() + " ended:\n" + log());
                    }
                    return reached.getAsBoolean();
                },
                BOUND_SECONDS,
                this::log);
    }

    final String log() {
        try {
            String text = Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    final String keyText(String form) {
        return offer.key().map(secret -> form.replace("SECRET", secret)).orElse("");
    }

    @Override
    public void close() {
        Process ending = process;
        if (ending != null) {
            ending.destroy();
            try {
                if (!ending.waitFor(10, TimeUnit.SECONDS)) {
                    ending.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                ending.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** All three, by name: for parameterized tests. */
    static PrimaryServer start(String kind, Path folder, Offer offer, String zoneText)
            throws IOException {
        return switch (kind) {
            case "nsd" -> new NsdPrimary(folder, offer, zoneText);
            case "knot" -> new KnotPrimary(folder, offer, zoneText);
            case "bind" -> new BindPrimary(folder, offer, zoneText);
            default -> Assumptions.abort("no server is called " + kind);
        };
    }
}
