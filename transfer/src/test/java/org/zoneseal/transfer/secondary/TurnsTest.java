package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for whom. */
class TurnsTest {

    private static final Set<Thread.State> WAITING =
            Set.of(Thread.State.WAITING, Thread.State.TERMINATED);

    private final Turns turns = new Turns(2);
    private final CountDownLatch end = new CountDownLatch(1);

    private Thread working(InetAddress primary, CountDownLatch until) {
        return Thread.ofPlatform().daemon().start(() -> during(turns, primary, () -> await(until)));
    }

    private static void during(Turns turns, InetAddress primary, Runnable work) {
        try {
            turns.during(primary, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void primary_thatHoldsAllItsTurns_leavesTheOthersTheirs() throws Exception {
        InetAddress slow = InetAddress.ofLiteral("192.0.2.1");
        Thread first = working(slow, end);
        Thread second = working(slow, end);
        while (!WAITING.contains(second.getState()) && !WAITING.contains(first.getState())) {
            Thread.onSpinWait();
        }
        Thread other = working(InetAddress.ofLiteral("192.0.2.2"), new CountDownLatch(0));
        assertThat(other.join(Duration.ofSeconds(20))).isTrue();
        end.countDown();
        assertThat(first.join(Duration.ofSeconds(20))).isTrue();
        assertThat(second.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void turns_moreOfThem_areForThoseWhoWaitAlready() throws Exception {
        InetAddress primary = InetAddress.ofLiteral("192.0.2.1");
        Thread first = working(primary, end);
        Thread second = working(primary, new CountDownLatch(0));
        turns.limit(4);
        assertThat(second.join(Duration.ofSeconds(20))).as("beside the first").isTrue();
        assertThat(first.isAlive()).isTrue();
        end.countDown();
    }

    @Test
    void turns_fewerOfThem_areForThoseWhoComeLater() throws Exception {
        turns.limit(64);
        turns.limit(1);
        CountDownLatch begun = new CountDownLatch(1);
        Thread first =
                Thread.ofPlatform()
                        .daemon()
                        .start(() ->
                                during(
                                        turns,
                                        InetAddress.ofLiteral("192.0.2.1"),
                                        () -> {
                                            begun.countDown();
                                            await(end);
                                        }));
        await(begun);
        Thread second = working(InetAddress.ofLiteral("192.0.2.2"), new CountDownLatch(0));
        while (!WAITING.contains(second.getState())) {
            Thread.onSpinWait();
        }
        assertThat(second.getState()).isEqualTo(Thread.State.WAITING);
        end.countDown();
        assertThat(first.join(Duration.ofSeconds(20))).isTrue();
        assertThat(second.join(Duration.ofSeconds(20))).isTrue();
    }
}
