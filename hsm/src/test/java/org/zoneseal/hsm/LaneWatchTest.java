package org.zoneseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.zoneseal.hsm.HsmException.Kind;

class LaneWatchTest {

    private static final TokenInfo TOKEN = new TokenInfo("libx.so", "zones", "ACME", "5", "1");
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private record Key(KeyId id, String label, PublicHalf publicHalf) implements KeyHandle {}

    private static final Key KEY =
            new Key(
                    KeyId.ofHex("0a0b"),
                    "example/zsk",
                    new PublicHalf(SignatureScheme.ED25519, new byte[32]));

    /** A lane whose signature takes until it is released. */
    private static final class HangingLane implements Lane {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        boolean isClosed;

        @Override
        public int sign(KeyHandle key, byte[] data, int at, int length, byte[] out, int outAt) {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 64;
        }

        @Override
        public String call() {
            return "C_Sign";
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static CompletableFuture<Integer> signIn(Lane lane) {
        return CompletableFuture.supplyAsync(
                () -> lane.sign(KEY, new byte[0], 0, 0, new byte[64], 0));
    }

    private static HsmException overdueOf(LaneWatch watch) {
        HsmException overdue = null;
        while (overdue == null) {
            overdue = watch.findOverdue().orElse(null);
        }
        return overdue;
    }

    @Test
    void lane_pastItsDeadline_isNamedGivenUpAndNotClosed() throws Exception {
        HangingLane lane = new HangingLane();
        LaneWatch watch = new LaneWatch(AT_ONCE);
        Lane watched = watch.over(TOKEN, lane);
        CompletableFuture<Integer> signature = signIn(watched);
        lane.entered.await();

        HsmException overdue = overdueOf(watch);
        assertThat(overdue.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(overdue)
                .hasMessageContaining("C_Sign")
                .hasMessageContaining("example/zsk")
                .hasMessageContaining("0a0b")
                .hasMessageContaining("\"zones\"");
        watched.close();
        assertThat(lane.isClosed).isFalse();
        lane.released.countDown();
        assertThatThrownBy(signature::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(HsmException.class);
    }

    @Test
    void lane_withinItsDeadline_isLeftAlone() throws Exception {
        HangingLane lane = new HangingLane();
        LaneWatch watch = new LaneWatch(Duration.ofDays(1));
        Lane watched = watch.over(TOKEN, lane);
        CompletableFuture<Integer> signature = signIn(watched);
        lane.entered.await();
        assertThat(watch.findOverdue()).isEmpty();
        lane.released.countDown();
        assertThat(signature.join()).isEqualTo(64);
        watched.close();
        assertThat(lane.isClosed).isTrue();
    }

    @Test
    void lane_thatIsIdle_isNeverOverdue() {
        LaneWatch watch = new LaneWatch(AT_ONCE);
        HangingLane lane = new HangingLane();
        lane.released.countDown();
        watch.over(TOKEN, lane).sign(KEY, new byte[0], 0, 0, new byte[64], 0);
        assertThat(watch.findOverdue()).isEmpty();
    }

    @Test
    void lanes_afterStop_signNoMore() {
        LaneWatch watch = new LaneWatch(AT_ONCE);
        Lane watched = watch.over(TOKEN, new HangingLane());
        watch.stop();
        assertThatThrownBy(() -> watched.sign(KEY, new byte[0], 0, 0, new byte[64], 0))
                .isInstanceOf(HsmException.class);
    }

    @Test
    void alarm_forLanePastItsDeadline_isRaisedAndStopsTheOthers() throws Exception {
        HangingLane lane = new HangingLane();
        LaneWatch watch = new LaneWatch(AT_ONCE);
        Lane watched = watch.over(TOKEN, lane);
        Lane other = watch.over(TOKEN, new HangingLane());
        BlockingQueue<HsmException> told = new LinkedBlockingQueue<>();
        CompletableFuture<Integer> signature = signIn(watched);
        lane.entered.await();
        try (LaneWatch.Alarm alarm = watch.alarm(told::add)) {
            assertThat(told.take().kind()).isEqualTo(Kind.TIMEOUT);
            assertThatThrownBy(() -> other.sign(KEY, new byte[0], 0, 0, new byte[64], 0))
                    .isInstanceOf(HsmException.class);
            assertThat(alarm).isNotNull();
        }
        lane.released.countDown();
        assertThatThrownBy(signature::join).isInstanceOf(CompletionException.class);
    }
}
