package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordType;
import org.zoneseal.server.LaneCounters.Single;
import org.zoneseal.server.ServerSettings.Datagrams;
import org.zoneseal.server.StreamConnectionTest.Client;
import org.zoneseal.zones.ZoneTable;

/** Whatever one datagram or connection brings about, those after it are answered. */
class LaneFailureTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);
    private static final InetSocketAddress ANY = new InetSocketAddress(RunningServer.LOOPBACK, 0);

    private final AtomicInteger asked = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void notifyWithQuestionOfTypeOpt_doesNotEndTheLane(Datagrams how) throws Exception {
        try (RunningServer running =
                        new RunningServer(RunningServer.settings().withDatagrams(how));
                DatagramSocket client = DatagramLaneTest.client(running.udp())) {
            for (int opcode : new int[] {Opcode.NOTIFY, Opcode.UPDATE}) {
                byte[] bad = Queries.of(opcode, opcode, ".", RecordType.OPT, Queries.IN);
                assertThat(bad).hasSize(17);
                DatagramLaneTest.send(client, bad);
                assertThat(DatagramLaneTest.receive(client)).startsWith(0, opcode);
            }
            DatagramLaneTest.send(client, QUERY);
            assertThat(DatagramLaneTest.receive(client)).isEqualTo(Queries.echoed(QUERY));
            assertThat(running.server.counters().failed()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void datagram_thatCannotBeTaken_isCountedAndNextAnswered(Datagrams how) throws Exception {
        LaneSurroundings around =
                around(
                        this::context,
                        () -> {
                            failTwice();
                            return new ProxySources(List.of());
                        });
        DatagramListener listener = new DatagramListener(ANY, 1, how, around);
        listener.start();
        try (DatagramSocket client = DatagramLaneTest.client(listener.address())) {
            for (int id = 1; id <= 3; id++) {
                DatagramLaneTest.send(client, Queries.of(id, "www.example", Queries.A));
            }
            assertThat(DatagramLaneTest.receive(client)).startsWith(0, 3);
            assertThat(failed(listener)).isEqualTo(2);
        } finally {
            listener.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void batch_thatCannotBeAnswered_isCountedAndNextAnswered(Datagrams how) throws Exception {
        LaneSurroundings around =
                around(
                        () -> {
                            failTwice();
                            return context();
                        },
                        () -> new ProxySources(List.of()));
        DatagramListener listener = new DatagramListener(ANY, 1, how, around);
        listener.start();
        try (DatagramSocket client = DatagramLaneTest.client(listener.address())) {
            for (int failures = 1; failures <= 2; failures++) {
                int expected = failures;
                DatagramLaneTest.send(client, Queries.of(1, "www.example", Queries.A));
                RunningServer.await(() -> failed(listener) == expected);
            }
            DatagramLaneTest.send(client, QUERY);
            assertThat(DatagramLaneTest.receive(client)).isEqualTo(Queries.echoed(QUERY));
        } finally {
            listener.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void lanes_boundAndNeverStarted_leaveTheirAddressFree(Datagrams how) throws Exception {
        LaneSurroundings around = around(this::context, () -> new ProxySources(List.of()));
        DatagramListener listener = new DatagramListener(ANY, 2, how, around);
        listener.stop();
        listener.awaitEnd(System.nanoTime(), new long[LaneCounters.SIZE]);
        new DatagramSocket(listener.address()).close();
    }

    @Test
    void connection_thatCannotBeTaken_isClosedAndNextAnswered() throws Exception {
        LaneSurroundings around =
                around(
                        this::context,
                        () -> {
                            failTwice();
                            return new ProxySources(List.of());
                        });
        StreamListener listener =
                new StreamListener(
                        ANY,
                        null,
                        false,
                        new ConnectionTable(StreamLimits.DEFAULT),
                        new DeskPool(1, EchoEngine::new),
                        around);
        listener.start();
        try {
            for (int failures = 1; failures <= 2; failures++) {
                try (Client refused = new Client(listener.address())) {
                    assertThat(refused.isAtEnd()).isTrue();
                }
            }
            try (Client client = new Client(listener.address())) {
                client.send(Queries.framed(QUERY));
                assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            }
        } finally {
            listener.stop();
        }
    }

    /**
     * As a thread may fail at any time for the memory that another one takes, and as a bug does.
     */
    private void failTwice() {
        switch (asked.incrementAndGet()) {
            case 1 -> throw new OutOfMemoryError("for this test");
            case 2 -> throw new IllegalStateException("for this test");
            default -> {}
        }
    }

    private AnswerContext context() {
        return new AnswerContext(ZoneTable.EMPTY, AnswerSettings.DEFAULT);
    }

    private static LaneSurroundings around(
            Supplier<AnswerContext> context, Supplier<ProxySources> proxies) {
        HandOver handOver =
                new HandOver(RunningServer.transfers(), Intake.none(RunningServer.transfers()));
        return new LaneSurroundings(
                EchoEngine::new, context, handOver, proxies, InstantSource.system());
    }

    private static long failed(DatagramListener listener) {
        long[] sum = new long[LaneCounters.SIZE];
        listener.addCounters(sum);
        return LaneCounters.single(sum, Single.FAILED);
    }
}
