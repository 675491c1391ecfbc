package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.Transport;
import org.zoneseal.server.StreamConnectionTest.Client;

/** Clients that take what they can get: the others are still served, and memory has a bound. */
class FloodTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);
    private static final int FLOOD = 10_000;
    private static final long BYTES_PER_CONNECTION = 24 * 1024;

    @Test
    void connections_tenThousandIdle_keepTheirBoundAndLetOthersIn() throws Exception {
        int most = 2000;
        StreamLimits limits = StreamLimits.DEFAULT.withConnections(most, 2 * most, most);
        try (RunningServer running = new RunningServer(settings(limits));
                Flood flood = new Flood(running.tcp())) {
            long before = usedMemory();
            flood.open(FLOOD, new byte[0]);
            RunningServer.await(() -> running.server.counters().connections().accepted() >= FLOOD);
            assertServed(running);
            RunningServer.await(() -> running.server.counters().connections().open() <= most);
            RunningServer.await(() -> ended(running) >= FLOOD - most);
            assertThat(running.server.counters().connections().evicted()).isPositive();
            assertThat(usedMemory() - before).isLessThan(most * BYTES_PER_CONNECTION);
        }
    }

    private static long ended(RunningServer running) {
        ServerCounters.Connections counters = running.server.counters().connections();
        return counters.evicted() + counters.timedOut();
    }

    @Test
    void connections_unfinishedLongMessages_takeNoMoreThanTheirMemory() throws Exception {
        StreamLimits limits =
                StreamLimits.DEFAULT.withConnections(2000, 2000, 2000).withMemory(1 << 20);
        byte[] begun = Arrays.copyOf(Queries.framed(new byte[65_535]), 600);
        try (RunningServer running = new RunningServer(settings(limits));
                Flood flood = new Flood(running.tcp())) {
            long before = usedMemory();
            flood.open(500, begun);
            RunningServer.await(() -> running.server.counters().connections().open() <= 16);
            assertServed(running);
            assertThat(usedMemory() - before).isLessThan(16L << 20);
        }
    }

    @Test
    void connections_fromOneNetwork_haveTheirShareAlone() throws Exception {
        StreamLimits limits = StreamLimits.DEFAULT.withConnections(1000, 20, 100);
        try (RunningServer running = new RunningServer(settings(limits));
                Flood flood = new Flood(running.tcp())) {
            flood.open(200, new byte[0]);
            RunningServer.await(() -> running.server.counters().connections().refused() == 180);
            try (Socket elsewhere = new Socket()) {
                elsewhere.bind(new InetSocketAddress(InetAddress.ofLiteral("127.9.9.9"), 0));
                elsewhere.connect(running.tcp());
                Client client = new Client(elsewhere);
                client.send(Queries.framed(QUERY));
                assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            }
        }
    }

    @Test
    void clients_thatDoNotRead_areEndedAndOthersServed() throws Exception {
        StreamLimits limits =
                StreamLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200));
        byte[] longest = Queries.framed(Arrays.copyOf(QUERY, 65_535));
        try (RunningServer running = new RunningServer(settings(limits))) {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                senders.add(Thread.ofVirtual().start(() -> sendUntilEnded(running, longest)));
            }
            assertServed(running);
            for (Thread sender : senders) {
                assertThat(sender.join(RunningServer.BOUND)).isTrue();
            }
            RunningServer.await(() -> running.server.counters().connections().open() == 0);
            RunningServer.await(() -> running.server.counters().connections().timedOut() == 20);
        }
    }

    private static void sendUntilEnded(RunningServer running, byte[] frames) {
        try (Socket socket = new Socket(running.tcp().getAddress(), running.tcp().getPort())) {
            while (true) {
                socket.getOutputStream().write(frames);
            }
        } catch (IOException e) {
            // The server has had enough.
        }
    }

    @Test
    void garbage_onAllPorts_isCountedAndOthersServed() throws Exception {
        Random random = new Random(3);
        try (RunningServer running = new RunningServer(settings(StreamLimits.DEFAULT));
                DatagramSocket udp = DatagramLaneTest.client(running.udp())) {
            for (int i = 0; i < 2000; i++) {
                byte[] junk = new byte[random.nextInt(1, 300)];
                random.nextBytes(junk);
                DatagramLaneTest.send(udp, junk);
                if (i % 20 == 0) {
                    sendAndLeave(running, junk);
                }
            }
            assertServed(running);
            RunningServer.await(() -> running.server.counters().connections().open() == 0);
        }
    }

    private static void sendAndLeave(RunningServer running, byte[] bytes) {
        try (Socket socket = new Socket(running.tcp().getAddress(), running.tcp().getPort())) {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // It was thrown out before it had finished.
        }
    }

    private static void assertServed(RunningServer running) throws Exception {
        try (DatagramSocket udp = DatagramLaneTest.client(running.udp());
                Client tcp = new Client(running.tcp())) {
            DatagramLaneTest.send(udp, QUERY);
            assertThat(DatagramLaneTest.receive(udp)).isEqualTo(Queries.echoed(QUERY));
            tcp.send(Queries.framed(QUERY));
            assertThat(tcp.receive()).isEqualTo(Queries.echoed(QUERY));
        }
        assertThat(running.server.counters().transports().get(Transport.UDP)).isPositive();
    }

    private static ServerSettings settings(StreamLimits limits) {
        return RunningServer.settings().withStreams(limits);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Connections that are opened and left alone. */
    private static final class Flood implements AutoCloseable {

        private final InetSocketAddress server;
        private final List<SocketChannel> channels = new ArrayList<>();

        Flood(InetSocketAddress server) {
            this.server = server;
        }

        void open(int number, byte[] first) throws IOException {
            for (int i = 0; i < number; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channels.add(channel);
                if (first.length > 0) {
                    channel.write(java.nio.ByteBuffer.wrap(first));
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
