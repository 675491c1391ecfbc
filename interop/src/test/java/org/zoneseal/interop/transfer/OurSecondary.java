package org.zoneseal.interop.transfer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.Peer;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.transfer.secondary.Secondaries;
import org.zoneseal.transfer.secondary.SecondaryEvent;
import org.zoneseal.transfer.secondary.SecondaryListener;
import org.zoneseal.transfer.secondary.SecondaryStatus;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.StoreOptions;
import org.zoneseal.zones.ZoneStore;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** Our secondaries with a store in a folder, and a UDP socket that hears NOTIFY and no more. */
final class OurSecondary implements AutoCloseable {

    private static final long BOUND_SECONDS = 60;

    final List<SecondaryEvent> events = new CopyOnWriteArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
    final Secondaries secondaries;
    private final ZoneStore store;
    private final DatagramSocket socket;
    private final ServerSocket tcp;

    OurSecondary(Path folder, TsigKeys keys) throws IOException {
        store = ZoneStore.open(FileLayer.real(), folder, StoreOptions.defaults(), event -> {});
        secondaries = new Secondaries(store, InstantSource.system(), new Listener(), 4);
        int port = Ports.free();
        socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        TransferHandler handler =
                new TransferHandler(
                        () ->
                                new TransferContext(
                                        ZoneTable.EMPTY, apex -> TransferPolicy.CLOSED, keys),
                        TransferLimits.DEFAULT,
                        secondaries,
                        InstantSource.system());
        tcp = new ServerSocket(port, 20, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("notify").start(() -> hear(handler));
        Thread.ofVirtual().name("notify tcp").start(() -> hearTcp(handler));
    }

    /** Knot notifies by TCP. */
    private void hearTcp(TransferHandler handler) {
        while (!tcp.isClosed()) {
            try (Socket connection = tcp.accept()) {
                connection.setSoTimeout(2000);
                DataInputStream in = new DataInputStream(connection.getInputStream());
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                handler.handle(
                        message,
                        0,
                        message.length,
                        Peer.tcp(connection.getInetAddress(), connection.getPort()),
                        new Answer((bytes, offset, length) -> {
                            DataOutputStream out =
                                    new DataOutputStream(connection.getOutputStream());
                            out.writeShort(length);
                            out.write(bytes, offset, length);
                        }));
            } catch (IOException e) {
                failures.incrementAndGet();
            }
        }
    }

    private final class Listener implements SecondaryListener {
        @Override
        public void happened(SecondaryEvent event) {
            events.add(event);
        }

        @Override
        public void published(PublishedZone zone) {}
    }

    private void hear(TransferHandler handler) {
        byte[] buffer = new byte[65535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            handler.handle(
                    buffer,
                    0,
                    packet.getLength(),
                    Peer.udp(packet.getAddress(), packet.getPort()),
                    new Answer((bytes, offset, length) ->
                            socket.send(
                                    new DatagramPacket(
                                            bytes,
                                            offset,
                                            length,
                                            packet.getAddress(),
                                            packet.getPort()))));
        }
    }

    private interface Way {
        void send(byte[] bytes, int offset, int length) throws IOException;
    }

    private record Answer(Way way) implements MessageSink {

        @Override
        public int maxLength() {
            return 1232;
        }

        @Override
        public void send(byte[] message, int offset, int length) {
            try {
                way.send(message, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void abort() {}
    }

    int port() {
        return socket.getLocalPort();
    }

    void take(SecondaryZone zone) {
        secondaries.put(zone);
    }

    ZoneVersion version(Name apex) {
        return Objects.requireNonNull(secondaries.published(apex).current(), "held").version();
    }

    boolean holds(Name apex, long serial) {
        Publication current = secondaries.published(apex).current();
        return current != null && current.serial() == serial;
    }

    SecondaryStatus status(Name apex) {
        return secondaries.status(apex).orElseThrow();
    }

    void await(String what, BooleanSupplier reached) {
        Waiting.until(what, reached, BOUND_SECONDS, () -> told() + secondaries.statuses());
    }

    String told() {
        StringBuilder text = new StringBuilder();
        for (SecondaryEvent event : events) {
            text.append(event.name()).append(": ").append(event.sentence()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        socket.close();
        secondaries.close();
        store.close();
    }
}
