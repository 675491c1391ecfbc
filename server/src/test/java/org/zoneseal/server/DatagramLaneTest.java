package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.answer.Transport;
import org.zoneseal.server.ServerSettings.Datagrams;

/** UDP, by both kinds of lanes. */
class DatagramLaneTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void query_manyAtOnce_areAllAnswered(Datagrams how) throws Exception {
        try (RunningServer running = start(how);
                DatagramSocket client = client(running.udp())) {
            for (int id = 0; id < 100; id++) {
                send(client, Queries.of(id, "www.example", Queries.A));
            }
            for (int id = 0; id < 100; id++) {
                assertThat(receive(client))
                        .isEqualTo(Queries.echoed(Queries.of(id, "www.example", Queries.A)));
            }
            RunningServer.await(() -> latencies(running) == 100);
            ServerCounters counters = running.server.counters();
            assertThat(counters.queries()).containsEntry(Queries.A, 100L).hasSize(1);
            assertThat(counters.transports()).containsEntry(Transport.UDP, 100L);
            assertThat(counters.responseCodes()).containsEntry(0, 100L);
        }
    }

    private static long latencies(RunningServer running) {
        return running.server.counters().latency().buckets().stream()
                .mapToLong(ServerCounters.Bucket::count)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void datagram_emptyOrShortOrTooLong_isCountedAndNextAnswered(Datagrams how) throws Exception {
        try (RunningServer running = start(how);
                DatagramSocket client = client(running.udp())) {
            try (DatagramSocket unconnected = new DatagramSocket()) {
                unconnected.send(new DatagramPacket(new byte[0], 0, running.udp()));
            }
            send(client, new byte[11]);
            send(client, new byte[DatagramBatch.MAX_QUERY + 1]);
            send(client, Queries.echoed(QUERY));
            send(client, QUERY);
            assertThat(receive(client)).isEqualTo(Queries.echoed(QUERY));
            assertThat(running.server.counters().malformed()).isEqualTo(3);
            assertThat(running.server.counters().dropped()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void engine_failing_answersServfailAndGoesOn(Datagrams how) throws Exception {
        try (RunningServer running = start(how);
                DatagramSocket client = client(running.udp())) {
            send(client, Queries.of(9, 0, "www.example", Queries.A, Queries.CHAOS));
            byte[] answer = receive(client);
            assertThat(answer).hasSize(12).startsWith(0, 9, (byte) 0x80, 2);
            send(client, QUERY);
            assertThat(receive(client)).isEqualTo(Queries.echoed(QUERY));
            assertThat(running.server.counters().failed()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void wildcardSocket_asked_answersFromAskedAddress(Datagrams how) throws Exception {
        ServerSettings settings =
                ServerSettings.of(List.of(new Listener.Udp(RunningServer.at("0.0.0.0", 0))))
                        .withDatagrams(how);
        try (RunningServer running = new RunningServer(settings);
                DatagramSocket client = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.9"))) {
            InetSocketAddress asked = RunningServer.at("127.0.0.77", running.udp().getPort());
            client.setSoTimeout((int) RunningServer.BOUND.toMillis());
            client.send(new DatagramPacket(QUERY, QUERY.length, asked));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            client.receive(answer);
            if (how == Datagrams.AUTOMATIC && LinuxSockets.areThere()) {
                assertThat(answer.getSocketAddress()).isEqualTo(asked);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void ipv6WildcardSocket_asked_answersFromAskedAddress(Datagrams how) throws Exception {
        ServerSettings settings =
                ServerSettings.of(
                                List.of(
                                        new Listener.Udp(RunningServer.at("::", 0)),
                                        new Listener.Udp(RunningServer.at("::1", 0))))
                        .withDatagrams(how);
        try (RunningServer running = new RunningServer(settings)) {
            for (Listener listener : running.server.addresses()) {
                InetSocketAddress asked = RunningServer.at("::1", listener.address().getPort());
                try (DatagramSocket client = client(asked)) {
                    send(client, QUERY);
                    assertThat(receive(client)).isEqualTo(Queries.echoed(QUERY));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void lanes_several_answerClientsTogether(Datagrams how) throws Exception {
        ServerSettings settings = RunningServer.settings().withDatagrams(how).withLanes(3);
        try (RunningServer running = new RunningServer(settings)) {
            for (int i = 0; i < 50; i++) {
                try (DatagramSocket client = client(running.udp())) {
                    send(client, QUERY);
                    assertThat(receive(client)).isEqualTo(Queries.echoed(QUERY));
                }
            }
            assertThat(running.server.counters().transports()).containsEntry(Transport.UDP, 50L);
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void address_usedByAnother_failsToStart(Datagrams how) throws Exception {
        try (RunningServer running = start(how)) {
            ServerSettings same =
                    ServerSettings.of(List.of(new Listener.Udp(running.udp()))).withDatagrams(how);
            assertThatThrownBy(() -> new RunningServer(same).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    private static RunningServer start(Datagrams how) throws IOException {
        return new RunningServer(RunningServer.settings().withDatagrams(how));
    }

    static DatagramSocket client(InetSocketAddress server) throws IOException {
        DatagramSocket client = new DatagramSocket();
        client.connect(server);
        client.setSoTimeout((int) RunningServer.BOUND.toMillis());
        return client;
    }

    static void send(DatagramSocket client, byte[] message) throws IOException {
        client.send(new DatagramPacket(message, message.length));
    }

    static byte[] receive(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        client.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
