package org.zoneseal.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;
import org.zoneseal.storage.FileLayer;

/** A folder with a configuration and zone files, and servers that run on it in this process. */
final class ServedFolder {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int NO_ERROR = 0;
    private static final int FIRST_PORT = 15_000;
    private static final int LAST_PORT = 30_000;
    private static final int TRIES = 50;

    private final Path folder;
    private final int port;
    private long seconds = 1_700_000_000;

    ServedFolder(Path folder) {
        this.folder = folder;
        this.port = freePort();
    }

    // Of those that no system gives to clients: between here and the start, and during a restart,
    // nobody takes it by chance.
    private static int freePort() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(null)) {
                tcp.bind(address);
                udp.bind(address);
                return port;
            } catch (IOException e) {
                // Somebody has it; there are others.
            }
        }
        throw new IllegalStateException("no port is free");
    }

    int port() {
        return port;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Writes the configuration: where it listens and keeps its state, then the rest. */
    Path configure(String rest) {
        return write(
                "zoneseal.yaml",
                "version: 1\nstate: state\nlisten: [127.0.0.1:"
                        + port
                        + "]\nlog: {level: debug}\n"
                        + rest);
    }

    /** A zone with some hosts. */
    Path zone(String name, long serial, String... hosts) {
        StringBuilder text = new StringBuilder("$TTL 300\n@ SOA ns hostmaster ");
        text.append(serial).append(" 3600 600 86400 300\n@ NS ns\nns A 192.0.2.1\n");
        for (String host : hosts) {
            text.append(host).append(" A 192.0.2.2\n");
        }
        return write(name, text.toString());
    }

    /** Writes a file, in one step and with a time that no other file here has. */
    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Path aside = Files.writeString(folder.resolve(name + ".new"), text);
            Files.setLastModifiedTime(aside, FileTime.from(Instant.ofEpochSecond(seconds++)));
            return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server and waits until all zone files are read or refused. */
    RunningServer start() throws IOException, InterruptedException {
        return start(FileLayer.real(), InstantSource.system());
    }

    /** The same, with its state in files of another kind. */
    RunningServer start(FileLayer layer) throws IOException, InterruptedException {
        return start(layer, InstantSource.system());
    }

    /** The same, by another clock. */
    RunningServer start(InstantSource clock) throws IOException, InterruptedException {
        return start(FileLayer.real(), clock);
    }

    private RunningServer start(FileLayer layer, InstantSource clock)
            throws IOException, InterruptedException {
        RunningServer server = open(layer, clock);
        server.awaitLoads(BOUND);
        return server;
    }

    // While the port is nobody's, somebody may take it for a moment.
    private RunningServer open(FileLayer layer, InstantSource clock)
            throws IOException, InterruptedException {
        Path file = path("zoneseal.yaml");
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                return RunningServer.open(file, ServerConfiguration.read(file), clock, layer);
            } catch (IOException e) {
                if (!(e.getCause() instanceof BindException) || System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Whether somebody accepts connections at the port. */
    boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static void stop(RunningServer server) {
        server.close(Duration.ofSeconds(5));
    }

    /** The serial that is answered; none if the answer is an error, or is not authoritative. */
    OptionalLong serial(String zone) {
        byte[] answer = ask(zone, RecordType.SOA);
        MessageReader reader = new MessageReader().wrap(answer, 0, answer.length);
        if (reader.responseCode() != NO_ERROR || !reader.has(MessageFlags.AUTHORITATIVE)) {
            return OptionalLong.empty();
        }
        while (reader.next()) {
            if (reader.section() == Section.ANSWER && reader.type() == RecordType.SOA) {
                byte[] rdata = new byte[512];
                int length = reader.rdata(rdata, 0);
                return OptionalLong.of(
                        Integer.toUnsignedLong(ByteBuffer.wrap(rdata).getInt(length - 20)));
            }
        }
        return OptionalLong.empty();
    }

    int responseCode(String name) {
        byte[] answer = ask(name, RecordType.A);
        return new MessageReader().wrap(answer, 0, answer.length).responseCode();
    }

    private byte[] ask(String name, int type) {
        byte[] wire = Name.parse(name).toWire();
        byte[] query = new byte[12 + wire.length + 4];
        query[0] = 1;
        query[5] = 1;
        System.arraycopy(wire, 0, query, 12, wire.length);
        query[12 + wire.length + 1] = (byte) type;
        query[12 + wire.length + 3] = 1;
        return ask(query);
    }

    /** What is answered to a message, by UDP. */
    byte[] ask(byte[] query) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) BOUND.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for something, within a bound. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + BOUND + ": " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
