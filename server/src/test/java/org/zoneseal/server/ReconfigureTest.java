package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.Opcode;
import org.zoneseal.server.StreamConnectionTest.Client;

/** What is listened at changes while the server runs, and ends. */
class ReconfigureTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);
    private static final byte[] UPDATE = Queries.of(1, Opcode.UPDATE, "example", 6, Queries.IN);

    @Test
    void listeners_addedAndRemoved_leaveOthersAlone() throws Exception {
        ServerSettings settings = RunningServer.settings();
        try (RunningServer running = new RunningServer(settings);
                Client client = new Client(running.tcp())) {
            InetSocketAddress udp = running.udp();
            InetSocketAddress tcp = running.tcp();
            Listener more = new Listener.Udp(RunningServer.at("127.0.0.2", 0));
            List<Listener> three =
                    List.of(settings.listeners().get(0), settings.listeners().get(1), more);
            running.server.reconfigure(settings.withListeners(three));
            assertThat(running.udp()).isEqualTo(udp);
            assertThat(running.tcp()).isEqualTo(tcp);
            InetSocketAddress added = running.server.addresses().get(2).address();
            assertAnswered(udp);
            assertAnswered(added);
            running.server.reconfigure(settings.withListeners(List.of(three.get(1), three.get(2))));
            assertAnswered(added);
            client.send(Queries.framed(QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            assertThat(running.server.addresses()).hasSize(2);
            // What the removed listener did is not forgotten, and its address is free.
            assertThat(running.server.counters().transports()).containsEntry(Transport.UDP, 3L);
            new DatagramSocket(udp).close();
        }
    }

    @Test
    void lanes_moreAndFewer_keepTheAddress() throws Exception {
        ServerSettings settings = RunningServer.settings();
        try (RunningServer running = new RunningServer(settings)) {
            InetSocketAddress udp = running.udp();
            for (int lanes : new int[] {3, 1, 2}) {
                running.server.reconfigure(settings.withLanes(lanes));
                for (int i = 0; i < 10; i++) {
                    assertAnswered(udp);
                }
            }
            assertThat(running.server.counters().transports()).containsEntry(Transport.UDP, 30L);
        }
    }

    @Test
    void change_thatFailsInPart_changesNothing() throws Exception {
        ServerSettings settings = RunningServer.settings();
        try (RunningServer running = new RunningServer(settings);
                ServerSocket taken = new ServerSocket(0, 1, RunningServer.LOOPBACK)) {
            List<Listener> before = running.server.addresses();
            List<Listener> wanted =
                    List.of(
                            new Listener.Udp(RunningServer.at("127.0.0.3", 0)),
                            settings.listeners().getFirst(),
                            new Listener.Tcp(RunningServer.at("127.0.0.1", taken.getLocalPort())));
            assertThatThrownBy(() ->
                            running.server.reconfigure(settings.withListeners(wanted).withLanes(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("tcp 127.0.0.1 port " + taken.getLocalPort());
            assertThat(running.server.addresses()).isEqualTo(before);
            assertAnswered(running.udp());
        }
    }

    @Test
    void change_thatFailedInPart_correctedCanBeMade() throws Exception {
        ServerSettings settings = RunningServer.settings();
        InetSocketAddress free;
        try (DatagramSocket any = new DatagramSocket(0, RunningServer.LOOPBACK)) {
            free = (InetSocketAddress) any.getLocalSocketAddress();
        }
        Listener good = new Listener.Udp(free);
        try (RunningServer running = new RunningServer(settings);
                ServerSocket taken = new ServerSocket(0, 1, RunningServer.LOOPBACK)) {
            Listener bad = new Listener.Tcp(RunningServer.at("127.0.0.1", taken.getLocalPort()));
            ServerSettings failing = settings.withListeners(List.of(good, bad));
            assertThatThrownBy(() -> running.server.reconfigure(failing))
                    .isInstanceOf(IOException.class);
            running.server.reconfigure(settings.withListeners(List.of(good)));
            assertAnswered(free);
        }
    }

    @Test
    void wildcards_ofBothFamilies_shareThePort() throws Exception {
        int port = freePort();
        Listener four = new Listener.Tcp(RunningServer.at("0.0.0.0", port));
        Listener six = new Listener.Tcp(RunningServer.at("::", port));
        ServerSettings settings = ServerSettings.of(List.of(four));
        try (RunningServer running = new RunningServer(settings)) {
            running.server.reconfigure(settings.withListeners(List.of(four, six)));
            for (String address : new String[] {"127.0.0.1", "::1"}) {
                assertAnsweredByTcp(RunningServer.at(address, port));
            }
            running.server.reconfigure(settings.withListeners(List.of(six)));
            assertAnsweredByTcp(RunningServer.at("::1", port));
            try (Client client = new Client(RunningServer.at("127.0.0.1", port))) {
                assertThat(client.isAtEnd()).isTrue();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    @Test
    void stop_withWorkGoingOn_letsItEndWithinTheBound() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        RunningServer running =
                new RunningServer(
                        RunningServer.settings(),
                        (message, offset, length, peer, sink) -> {
                            begun.countDown();
                            try {
                                mayEnd.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            sink.send(message, offset, length);
                        });
        try (Client busy = new Client(running.tcp());
                Client idle = new Client(running.tcp())) {
            idle.send(Queries.framed(QUERY));
            idle.receive();
            busy.send(Queries.framed(UPDATE));
            begun.await();
            Thread stopping =
                    Thread.ofVirtual().start(() -> running.server.stop(RunningServer.BOUND));
            assertThat(idle.isAtEnd()).isTrue();
            mayEnd.countDown();
            assertThat(busy.receive()).isEqualTo(UPDATE);
            assertThat(busy.isAtEnd()).isTrue();
            assertThat(stopping.join(RunningServer.BOUND)).isTrue();
            assertThatThrownBy(() -> new Socket(RunningServer.LOOPBACK, running.tcp().getPort()))
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void stop_withWorkThatDoesNotEnd_endsAtTheBound() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RunningServer running =
                new RunningServer(
                        RunningServer.settings(),
                        (message, offset, length, peer, sink) -> {
                            begun.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (Client busy = new Client(running.tcp())) {
            busy.send(Queries.framed(UPDATE));
            begun.await();
            running.server.stop(Duration.ofMillis(50));
            assertThat(busy.isAtEnd()).isTrue();
        } finally {
            never.countDown();
        }
    }

    private static void assertAnswered(InetSocketAddress udp) throws Exception {
        try (DatagramSocket client = DatagramLaneTest.client(udp)) {
            DatagramLaneTest.send(client, QUERY);
            assertThat(DatagramLaneTest.receive(client)).isEqualTo(Queries.echoed(QUERY));
        }
    }

    private static void assertAnsweredByTcp(InetSocketAddress tcp) throws Exception {
        try (Client client = new Client(tcp)) {
            client.send(Queries.framed(QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
        }
    }
}
