package org.zoneseal.app.serve;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.zoneseal.dns.Name;
import org.zoneseal.server.Listener;

/** A server for the training of the AOT cache: run in this process, asked some questions. */
public final class RunTraining {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int QUESTIONS = 2000;
    private static final int TIMEOUT_MILLIS = 2000;
    private static final int TYPE_A = 1;

    private RunTraining() {}

    /** Serves a zone file for a moment, twice: read from the file, then from the disk. */
    public static void serve(Path folder, Path zoneFile, String origin) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("training.yaml"),
                        """
                        version: 1
                        state: served
                        listen: [127.0.0.1:0]
                        log: {level: error}
                        zones: [{name: "%s", file: "%s", transfer: [127.0.0.1]}]
                        """
                                .formatted(origin, zoneFile));
        for (int i = 0; i < 2; i++) {
            serveOnce(file, origin);
        }
    }

    private static void serveOnce(Path file, String origin) throws IOException {
        RunningServer server =
                RunningServer.open(file, ServerConfiguration.read(file), InstantSource.system());
        try {
            server.awaitLoads(BOUND);
            for (Listener listener : server.doors().listeners()) {
                if (listener instanceof Listener.Udp udp) {
                    ask(udp.address(), origin);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close(BOUND);
        }
    }

    private static void ask(InetSocketAddress address, String origin) throws IOException {
        InetSocketAddress to =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(to);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            for (int i = 0; i < QUESTIONS; i++) {
                byte[] query = query(Name.parse("www.name" + i * 2 + "." + origin));
                socket.send(new DatagramPacket(query, query.length));
                socket.receive(answer);
            }
        }
    }

    // With EDNS and DO: 1232 bytes, version 0.
    private static byte[] query(Name name) {
        byte[] wire = name.toWire();
        byte[] query = new byte[12 + wire.length + 4 + 11];
        query[5] = 1;
        query[11] = 1;
        System.arraycopy(wire, 0, query, 12, wire.length);
        int at = 12 + wire.length;
        query[at + 1] = TYPE_A;
        query[at + 3] = 1;
        query[at + 6] = 41;
        query[at + 7] = 4;
        query[at + 8] = (byte) 0xd0;
        query[at + 11] = (byte) 0x80;
        return query;
    }
}
