package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/** How applications begin, are attached to, and end. */
class ApplicationTableTest {

    private static final Visitor KNOT = visitor("uid=105(knot)");
    private static final Visitor OTHER = visitor("uid=106(other)");
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SteppedClock clock = new SteppedClock();
    private final Notebooks notebooks = new Notebooks();
    private final DoorCounters counters = new DoorCounters();
    private final ApplicationTable table = table(DoorLimits.defaults().withGrace(GRACE));

    private ApplicationTable table(DoorLimits limits) {
        return new ApplicationTable(notebooks, limits, clock, new SecureRandom(), counters);
    }

    private static Visitor visitor(String identity) {
        return new Visitor(new InMemoryPipe(new byte[0]), "unix", identity);
    }

    private static void assertGone(Runnable attach) {
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(attach::run)
                .matches(e -> e.returnValue() == Ckr.DEVICE_REMOVED);
    }

    @Test
    void application_begun_tellsTheDeviceWhoItIs() {
        table.begin(KNOT, "knotd");
        assertThat(notebooks.last().peer().identity()).isEqualTo("uid=105(knot)");
        assertThat(notebooks.last().peer().program()).isEqualTo("knotd");
        assertThat(counters.applications()).isEqualTo(1);
    }

    @Test
    void attach_withIdAndSecretOfTheSameUser_isTheSameApplication() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        assertThat(table.attach(begun.application().id(), begun.secret(), KNOT))
                .isSameAs(begun.application());
    }

    @Test
    void attach_byAnotherUser_isRefusedAsIfItWereGone() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        assertGone(() -> table.attach(begun.application().id(), begun.secret(), OTHER));
    }

    @Test
    void attach_withAWrongSecretOrId_isRefused() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        byte[] secret = begun.secret().clone();
        secret[31] ^= 1;
        assertGone(() -> table.attach(begun.application().id(), secret, KNOT));
        assertGone(() -> table.attach(new ApplicationId(new byte[16]), begun.secret(), KNOT));
    }

    @Test
    void application_withoutConnections_livesForTheGraceTime() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        table.leave(begun.application());
        clock.step(GRACE.minusMillis(1));
        table.sweep();
        assertThat(notebooks.last().cryptoki().ended()).isZero();
        clock.step(Duration.ofMillis(1));
        table.sweep();
        assertThat(notebooks.last().cryptoki().ended()).isEqualTo(1);
        assertThat(notebooks.last().session().closed()).isEqualTo(1);
        assertThat(counters.applications()).isZero();
        assertGone(() -> table.attach(begun.application().id(), begun.secret(), KNOT));
    }

    @Test
    void application_attachedWithinItsGrace_goesOn() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        table.leave(begun.application());
        clock.step(GRACE.minusSeconds(1));
        table.attach(begun.application().id(), begun.secret(), KNOT);
        clock.step(GRACE.multipliedBy(5));
        table.sweep();
        assertThat(notebooks.last().cryptoki().ended()).isZero();
        assertThat(begun.application().hasEnded()).isFalse();
    }

    @Test
    void application_withOneOfTwoConnectionsLeft_goesOn() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        table.attach(begun.application().id(), begun.secret(), KNOT);
        table.leave(begun.application());
        clock.step(GRACE.multipliedBy(5));
        table.sweep();
        assertThat(notebooks.last().cryptoki().ended()).isZero();
    }

    @Test
    void end_asked_endsOnceAndAtOnce() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        table.end(begun.application());
        table.end(begun.application());
        table.leave(begun.application());
        clock.step(GRACE);
        table.sweep();
        assertThat(notebooks.last().cryptoki().ended()).isEqualTo(1);
    }

    @Test
    void end_byTheClient_closesItsSessionsAndByTheDeviceDoesNot() {
        ApplicationTable.Begun begun = table.begin(KNOT, "knotd");
        table.end(begun.application());
        assertThat(notebooks.last().cryptoki().notes())
                .containsExactly("slots true", "closeAllSessions 0", "closeAllSessions 5", "end");
        table.begin(KNOT, "knotd");
        table.endAll();
        assertThat(notebooks.last().cryptoki().notes()).containsExactly("end");
    }

    @Test
    void begin_atTheLimitOfAPeer_endsItsOldestThatNobodyUses() {
        ApplicationTable small = table(withApplications(4));
        ApplicationTable.Begun first = small.begin(KNOT, "a");
        small.begin(KNOT, "b");
        small.leave(first.application());
        small.begin(KNOT, "c");
        assertThat(first.application().hasEnded()).isTrue();
        assertThat(counters.applications()).isEqualTo(2);
    }

    @Test
    void begin_atTheLimitWithAllInUse_isRefusedAndOthersStillGetIn() {
        ApplicationTable small = table(withApplications(4));
        small.begin(KNOT, "a");
        small.begin(KNOT, "b");
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(() -> small.begin(KNOT, "c"))
                .matches(e -> e.returnValue() == Ckr.SESSION_COUNT);
        small.begin(OTHER, "d");
        assertThat(counters.applications()).isEqualTo(3);
    }

    @Test
    void begin_whenPeersHaveTakenAlmostAll_hasRoomForThoseWhoHaveNone() {
        ApplicationTable small = table(withApplications(16));
        for (int i = 0; i < 8; i++) {
            small.begin(KNOT, "a");
        }
        for (int i = 0; i < 6; i++) {
            small.begin(OTHER, "b");
        }
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(() -> small.begin(OTHER, "b"));
        small.begin(visitor("uid=0(root)"), "zoneseal");
        assertThat(counters.applications()).isEqualTo(15);
    }

    private static DoorLimits withApplications(int applications) {
        DoorLimits limits = DoorLimits.defaults();
        return new DoorLimits(
                limits.connections(),
                limits.connectionsPerPeer(),
                applications,
                limits.frameBeforeLogin(),
                limits.frame(),
                limits.batch(),
                limits.memory(),
                limits.handshake(),
                limits.frameTime(),
                limits.grace());
    }
}
