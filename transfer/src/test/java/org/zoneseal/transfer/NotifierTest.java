package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.ZoneBuilder;

class NotifierTest {

    private static final Name ZONE = Name.parse("example.");
    private static final int BOUND_SECONDS = 30;
    private static final String TEXT =
            """
            @ 3600 IN SOA ns host 7 3600 900 86400 300
            @ 3600 IN NS ns
            """;

    @Test
    void thread_outOfMemoryOnce_stillTells() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        FailingClock clock = new FailingClock();
        try (DatagramSocket secondary = new DatagramSocket(0, loopback);
                Notifier notifier =
                        Notifier.start(
                                new InetSocketAddress(loopback, 0),
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                                NotifyTimes.DEFAULT,
                                clock)) {
            assertThat(clock.failed.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            InetSocketAddress address = new InetSocketAddress(loopback, secondary.getLocalPort());
            notifier.changed(ZONE, publication(), List.of(NotifyTarget.of(address)));
            secondary.setSoTimeout(BOUND_SECONDS * 1000);
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            secondary.receive(packet);
            assertThat(packet.getLength()).isPositive();
        }
    }

    @Test
    void clockSetBack_isNoReasonToWait() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        AtomicLong seconds = new AtomicLong(1_700_000_000);
        try (DatagramSocket secondary = new DatagramSocket(0, loopback);
                Notifier notifier =
                        Notifier.start(
                                new InetSocketAddress(loopback, 0),
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                                NotifyTimes.DEFAULT,
                                () -> Instant.ofEpochSecond(seconds.get()))) {
            InetSocketAddress address = new InetSocketAddress(loopback, secondary.getLocalPort());
            secondary.setSoTimeout(BOUND_SECONDS * 1000);
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            for (int version = 0; version < 2; version++) {
                notifier.changed(ZONE, publication(), List.of(NotifyTarget.of(address)));
                secondary.receive(packet);
                seconds.addAndGet(-7200);
            }
            assertThat(packet.getLength()).isPositive();
        }
    }

    private static Publication publication() throws Exception {
        ZoneBuilder builder = new ZoneBuilder(ZONE);
        byte[] bytes = TEXT.getBytes(StandardCharsets.US_ASCII);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(bytes), "test"),
                ZoneFileOptions.of(ZONE),
                builder);
        return Publication.first(builder.build(1), Publication.NEVER);
    }

    /** Its first look at the time fails, as anything may when another thread takes all memory. */
    private static final class FailingClock implements InstantSource {

        final CountDownLatch failed = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Instant instant() {
            if (asked.getAndIncrement() == 0) {
                failed.countDown();
                throw new OutOfMemoryError("for this test");
            }
            return Instant.now();
        }
    }
}
