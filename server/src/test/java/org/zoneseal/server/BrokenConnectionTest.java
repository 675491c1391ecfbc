package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.zones.ZoneTable;

/** A connection that cannot be ended takes no other with it, and no place for good. */
class BrokenConnectionTest {

    private final AtomicInteger closed = new AtomicInteger();
    private final ConnectionTable table = new ConnectionTable(StreamLimits.DEFAULT);

    @Test
    void sweep_connectionsThatCannotBeEnded_triesAllOfThem() throws Exception {
        StreamListener listener = listener();
        try {
            for (int i = 0; i < 2; i++) {
                StreamConnection connection = connection(listener);
                assertThat(table.enter(connection)).isTrue();
                assertThat(connection.endPolitely()).isTrue();
            }
            table.sweep(System.nanoTime() + StreamLimits.DEFAULT.write().toNanos() + 1);
            assertThat(closed).hasValue(2);
        } finally {
            listener.stop();
        }
    }

    @Test
    void connection_thatCannotBeClosed_givesItsPlaceBack() throws Exception {
        StreamListener listener = listener();
        try {
            StreamConnection connection = connection(listener);
            assertThat(table.enter(connection)).isTrue();
            connection.run();
            assertThat(table.counters().open()).isZero();
        } finally {
            listener.stop();
        }
    }

    @Test
    void sweep_thatFails_doesNotEndItsThread() {
        // In nanoseconds it is too long for 64 bits.
        Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
        ConnectionTable bad = new ConnectionTable(StreamLimits.DEFAULT.withIdle(tooLong));
        assertThatThrownBy(bad::idleNanos).isInstanceOf(ArithmeticException.class);
        bad.sweep(System.nanoTime());
    }

    private StreamListener listener() throws IOException {
        LaneSurroundings around =
                new LaneSurroundings(
                        EchoEngine::new,
                        () -> new AnswerContext(ZoneTable.EMPTY, AnswerSettings.DEFAULT),
                        new HandOver(
                                RunningServer.transfers(), Intake.none(RunningServer.transfers())),
                        () -> new ProxySources(List.of()),
                        InstantSource.system());
        return new StreamListener(
                new InetSocketAddress(RunningServer.LOOPBACK, 0),
                null,
                false,
                table,
                new DeskPool(1, EchoEngine::new),
                around);
    }

    private StreamConnection connection(StreamListener listener) {
        return new StreamConnection(new Unclosable(), listener, table);
    }

    /** A socket whose client has left, and that cannot be closed. */
    private final class Unclosable extends Socket {

        @Override
        public InetAddress getInetAddress() {
            return RunningServer.LOOPBACK;
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public void shutdownInput() {}

        @Override
        public void close() {
            closed.incrementAndGet();
            throw new IllegalStateException("for this test");
        }
    }
}
