package org.zoneseal.interop.transfer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/** A real server of somebody else's that takes zones from us, on loopback, in its own folder. */
abstract class SecondaryServer implements AutoCloseable {

    private static final long BOUND_SECONDS = 90;
    private static final long STOP_SECONDS = 10;

    /**
     * What it takes, and from where.
     *
     * @param port our server's
     * @param key of the transfers, base64; named {@link #KEY}
     * @param catalogs zones whose members it takes too (RFC 9432)
     */
    record Source(int port, List<Name> zones, String key, List<Name> catalogs) {

        static final String KEY = "transfer.key.";

        Source(int port, List<Name> zones, String key) {
            this(port, zones, key, List.of());
        }

        Source withCatalogs(Name... more) {
            return new Source(port, zones, key, List.of(more));
        }

        /** Its zones and the catalogs. */
        List<Name> named() {
            return Stream.concat(zones.stream(), catalogs.stream()).toList();
        }
    }

    final Path folder;
    final Source source;
    final int port;
    private final Peer program;
    private @Nullable Process process;

    SecondaryServer(String program, Path folder, Source source) throws IOException {
        this.program = Peer.of(program);
        this.folder = Files.createDirectories(folder);
        this.source = source;
        this.port = Ports.free();
    }

    /** By name, for parameterized tests. */
    static SecondaryServer of(String kind, Path folder, Source source) throws IOException {
        return switch (kind) {
            case "nsd" -> new NsdSecondary(folder, source, NsdSecondary.Over.TCP);
            case "nsd-udp" -> new NsdSecondary(folder, source, NsdSecondary.Over.UDP);
            case "knot" -> new KnotSecondary(folder, source);
            case "bind" -> new BindSecondary(folder, source, BindSecondary.Over.TCP);
            default -> Assumptions.abort("no server is called " + kind);
        };
    }

    /** The arguments that run it in the foreground, its configuration written. */
    abstract List<String> configure() throws IOException;

    final void start() throws IOException {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(configure());
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
    }

    /** Waits until it serves this serial. */
    final void awaitSerial(Name zone, long serial) {
        Process running = Objects.requireNonNull(process, "not started");
        Waiting.until(
                folder + " serves " + zone + " " + serial,
                () -> {
                    if (!running.isAlive()) {
                        throw new AssertionError("it ended:\n" + log());
                    }
                    return ZoneAsker.at(port).serial(zone).orElse(-1) == serial;
                },
                BOUND_SECONDS,
                () -> ZoneAsker.at(port).serial(zone) + "\n" + log());
    }

    /**
     * Waits until it gives away this zone, records in canonical form. When a new version is in, NSD
     * ends the process that holds the connection, and may have taken it in a process that has the
     * old one still, or none.
     */
    final void awaitZone(Name zone, List<String> expected) {
        List<String> given = new ArrayList<>();
        Waiting.until(
                folder + " gives away " + zone + " as it is",
                () -> {
                    given.clear();
                    given.addAll(zone(zone));
                    return given.equals(expected);
                },
                BOUND_SECONDS,
                () -> differences(expected, given) + log());
    }

    private List<String> zone(Name zone) {
        try {
            return ZoneAsker.at(port).zone(zone);
        } catch (IOException | ZoneAsker.TransferRefusedException e) {
            return List.of("no zone: " + e);
        }
    }

    private static String differences(List<String> expected, List<String> given) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(given);
        List<String> strange = new ArrayList<>(given);
        strange.removeAll(expected);
        return "missing: " + missing + "\nstrange: " + strange + "\n";
    }

    /** What it has written since it was started. */
    final String log() {
        try {
            String text = Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 6000));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
