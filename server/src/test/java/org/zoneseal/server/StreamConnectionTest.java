package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.Opcode;
import org.zoneseal.zones.ZoneTable;

/** TCP: messages, their pieces, and what goes on beside. */
class StreamConnectionTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);

    @Test
    void queries_inOnePacket_areAllAnswered() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings());
                Client client = new Client(running.tcp())) {
            byte[][] queries = new byte[1000][];
            for (int id = 0; id < queries.length; id++) {
                queries[id] = Queries.of(id, "www.example", Queries.A);
            }
            client.send(Queries.framed(queries));
            for (byte[] query : queries) {
                assertThat(client.receive()).isEqualTo(Queries.echoed(query));
            }
            assertThat(running.server.counters().transports()).containsEntry(Transport.TCP, 1000L);
        }
    }

    @Test
    void query_byteByByte_isAnswered() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings());
                Client client = new Client(running.tcp())) {
            for (byte one : Queries.framed(QUERY, QUERY)) {
                client.send(new byte[] {one});
            }
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
        }
    }

    @Test
    void query_ofGreatestLength_isAnswered() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings());
                Client client = new Client(running.tcp())) {
            byte[] longest = Arrays.copyOf(QUERY, 65_535);
            client.send(Queries.framed(longest, QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(longest));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
        }
    }

    @Test
    void client_endingItsSide_stillGetsItsAnswers() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings());
                Client client = new Client(running.tcp())) {
            client.send(Queries.framed(QUERY));
            client.socket.shutdownOutput();
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void length_zeroOrShort_endsConnection() throws Exception {
        try (RunningServer running = new RunningServer(RunningServer.settings())) {
            for (int length : new int[] {0, 1, 11}) {
                try (Client client = new Client(running.tcp())) {
                    client.send(Queries.framed(QUERY, new byte[length]));
                    assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
                    assertThat(client.isAtEnd()).isTrue();
                }
            }
            assertThat(running.server.counters().malformed()).isEqualTo(3);
        }
    }

    @Test
    void longWork_goingOn_letsQueriesPass() throws Exception {
        CountDownLatch queryAnswered = new CountDownLatch(1);
        Intake slow =
                (message, offset, length, peer, sink) -> {
                    awaitQuietly(queryAnswered);
                    sink.send(message, offset, length);
                };
        byte[] update = Queries.of(1, Opcode.UPDATE, "example", 6, Queries.IN);
        try (RunningServer running = new RunningServer(RunningServer.settings(), slow);
                Client client = new Client(running.tcp())) {
            client.send(Queries.framed(update, QUERY));
            assertThat(client.receive()).isEqualTo(Queries.echoed(QUERY));
            queryAnswered.countDown();
            assertThat(client.receive()).isEqualTo(update);
            assertThat(running.server.counters().handedOver()).isEqualTo(1);
        }
    }

    @Test
    void longWork_whenClientHasEndedItsSide_isStillAnswered() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Intake slow =
                (message, offset, length, peer, sink) -> {
                    awaitQuietly(ended);
                    sink.send(message, offset, length);
                };
        byte[] update = Queries.of(1, Opcode.UPDATE, "example", 6, Queries.IN);
        try (RunningServer running = new RunningServer(RunningServer.settings(), slow);
                Client client = new Client(running.tcp())) {
            client.send(Queries.framed(update));
            client.socket.shutdownOutput();
            ended.countDown();
            assertThat(client.receive()).isEqualTo(update);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void connection_idle_isEnded() throws Exception {
        StreamLimits limits = StreamLimits.DEFAULT.withIdle(Duration.ofMillis(50));
        try (RunningServer running =
                        new RunningServer(RunningServer.settings().withStreams(limits));
                Client client = new Client(running.tcp())) {
            assertThat(client.isAtEnd()).isTrue();
            RunningServer.await(() -> running.server.counters().connections().open() == 0);
            RunningServer.await(() -> running.server.counters().connections().timedOut() == 1);
        }
    }

    /** RFC 7828 §3.3.2: the time that counts, which is less when many are connected. */
    @Test
    void keepAlive_isTheTimeThatCountsNow() throws Exception {
        AnswerContext context = new AnswerContext(ZoneTable.EMPTY, AnswerSettings.DEFAULT);
        StreamLimits limits = StreamLimits.DEFAULT.withConnections(2, 2, 2);
        byte[] question = Queries.of(7, "www.example", Queries.A);
        question[11] = 1;
        String opt = "00002904d0000000000004000b0000";
        byte[] query = HexFormat.of().parseHex(HexFormat.of().formatHex(question) + opt);
        try (RunningServer running =
                        new RunningServer(
                                RunningServer.settings().withStreams(limits),
                                Answering::byEngine,
                                () -> context);
                Client first = new Client(running.tcp())) {
            first.send(Queries.framed(query));
            assertThat(HexFormat.of().formatHex(first.receive())).contains("000b0002012c");
            try (Client second = new Client(running.tcp())) {
                second.send(Queries.framed(query));
                assertThat(HexFormat.of().formatHex(second.receive())).contains("000b0002001e");
            }
        }
    }

    @Test
    void message_neverCompleted_endsConnection() throws Exception {
        StreamLimits limits =
                StreamLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofSeconds(5));
        try (RunningServer running =
                        new RunningServer(RunningServer.settings().withStreams(limits));
                Client client = new Client(running.tcp())) {
            client.send(Arrays.copyOf(Queries.framed(QUERY), 10));
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client over one connection. */
    static final class Client implements AutoCloseable {

        final Socket socket;
        private final DataInputStream in;

        Client(InetSocketAddress server) throws IOException {
            this(new Socket(server.getAddress(), server.getPort()));
        }

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) RunningServer.BOUND.toMillis());
            in = new DataInputStream(socket.getInputStream());
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        byte[] receive() throws IOException {
            byte[] message = new byte[in.readUnsignedShort()];
            in.readFully(message);
            return message;
        }

        boolean isAtEnd() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
