package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.zoneseal.transfer.secondary.Action.Check;
import org.zoneseal.transfer.secondary.Action.Fetch;
import org.zoneseal.transfer.secondary.Action.Keep;
import org.zoneseal.transfer.secondary.Action.TellExpired;
import org.zoneseal.transfer.secondary.Action.TellUnrefreshed;
import org.zoneseal.transfer.secondary.Action.Way;
import org.zoneseal.transfer.secondary.Action.Withhold;
import org.zoneseal.transfer.secondary.Observation.CheckFailed;
import org.zoneseal.transfer.secondary.Observation.Checked;
import org.zoneseal.transfer.secondary.Observation.Due;
import org.zoneseal.transfer.secondary.Observation.FetchFailed;
import org.zoneseal.transfer.secondary.Observation.Fetched;
import org.zoneseal.transfer.secondary.Observation.HeldProved;
import org.zoneseal.transfer.secondary.Observation.HeldUnproved;
import org.zoneseal.transfer.secondary.Observation.NothingNewer;
import org.zoneseal.transfer.secondary.Observation.Notified;
import org.zoneseal.transfer.secondary.Observation.RefreshAsked;
import org.zoneseal.transfer.secondary.Observation.TransferAsked;
import org.zoneseal.transfer.secondary.SecondaryState.Standing;

/** Decisions of a secondary, time stepped by hand. */
class SecondaryTest {

    private static final SoaTimers TIMERS = new SoaTimers(3600, 600, 86_400);
    private static final long START = 1_000_000;
    private static final Failure GONE = new Failure(Failure.Kind.UNREACHABLE, "gone");
    private static final Failure BOGUS = new Failure(Failure.Kind.NOT_VERIFIED, "bogus");

    /** A secondary, its clock, and what it last wanted. */
    private static final class Bench {
        private final Secondary secondary;
        private SecondaryState state;
        private List<Action> actions = List.of();
        private long now = START;

        Bench(int primaries) {
            secondary = new Secondary(primaries, TimerBounds.DEFAULT);
            state = secondary.begin(now, 7);
        }

        Bench holding(long serial) {
            state = secondary.begin(serial, TIMERS, now, now, 7);
            return this;
        }

        List<Action> see(Observation observation) {
            Secondary.Step step = secondary.step(state, observation, now);
            state = step.state();
            actions = step.actions();
            return actions;
        }

        List<Action> seeAtDue() {
            now = Math.max(now, state.due());
            return see(new Due());
        }

        List<Action> seeAfter(long seconds, Observation observation) {
            now += seconds;
            return see(observation);
        }
    }

    private static Notified notify(int primary, long serial) {
        return new Notified(primary, OptionalLong.of(serial));
    }

    @Test
    void secondary_withoutAZone_fetchesTheWholeZoneAtOnce() {
        Bench bench = new Bench(1);
        assertThat(bench.seeAtDue()).containsExactly(new Check(0));
        assertThat(bench.now).isEqualTo(START);
        assertThat(bench.see(new Checked(0, 5))).containsExactly(new Fetch(0, Way.WHOLE));
        assertThat(bench.see(new Fetched(0, 5, TIMERS))).isEmpty();
        assertThat(bench.state.due()).isBetween(START + 3240, START + 3600);
    }

    @Test
    void refresh_whenThePrimaryHasTheSame_keepsTheZoneAndWaitsForRefresh() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        assertThat(bench.see(new Checked(0, 5)))
                .containsExactly(new Keep(bench.now, bench.now + 86_400));
        assertThat(bench.state.due()).isBetween(bench.now + 3240, bench.now + 3600);
    }

    @Test
    void refresh_whenThePrimaryHasMore_fetchesTheChanges() {
        Bench bench = new Bench(1).holding(0xffffffffL);
        bench.seeAtDue();
        assertThat(bench.see(new Checked(0, 1))).containsExactly(new Fetch(0, Way.CHANGES));
    }

    @Test
    void primary_thatIsBehind_isNotFollowed() {
        Bench bench = new Bench(2).holding(5);
        bench.seeAtDue();
        assertThat(bench.see(new Checked(0, 4))).containsExactly(new Check(1));
        assertThat(bench.see(new Checked(1, 4)))
                .singleElement()
                .isInstanceOf(TellUnrefreshed.class);
        assertThat(bench.state.held()).extracting("serial").isEqualTo(5L);
        assertThat(bench.state.due()).isBetween(bench.now + 540, bench.now + 600);
    }

    @Test
    void primary_thatCannotBeReached_handsOverToTheNext() {
        Bench bench = new Bench(3).holding(5);
        bench.seeAtDue();
        assertThat(bench.see(new CheckFailed(0, GONE))).containsExactly(new Check(1));
        bench.see(new Checked(1, 6));
        assertThat(bench.see(new FetchFailed(1, OptionalLong.empty(), GONE)))
                .containsExactly(new Check(2));
        bench.see(new Checked(2, 6));
        bench.see(new Fetched(2, 6, TIMERS));
        assertThat(bench.state.failedRounds()).isZero();
        assertThat(bench.state.held()).extracting("serial").isEqualTo(6L);
    }

    @Test
    void zone_thatNobodyRefreshes_expiresOnceAndGoesOnTrying() {
        Bench bench = new Bench(1).holding(5);
        int expired = 0;
        long until = START + 200_000;
        while (bench.now < until) {
            bench.seeAtDue();
            expired += (int) bench.actions.stream().filter(new TellExpired()::equals).count();
            if (bench.actions.contains(new Check(0))) {
                bench.see(new CheckFailed(0, GONE));
            }
        }
        assertThat(expired).isEqualTo(1);
        assertThat(bench.state.held()).extracting("standing").isEqualTo(Standing.EXPIRED);
        bench.seeAtDue();
        assertThat(bench.see(new Checked(0, 5))).hasOnlyElementsOfType(Keep.class);
        assertThat(bench.state.held()).extracting("standing").isEqualTo(Standing.GOOD);
    }

    @Test
    void expiry_comesOnTimeWhileARoundIsUnderWay() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        bench.see(new Checked(0, 6));
        assertThat(bench.state.due()).isEqualTo(START + 86_400);
        assertThat(bench.seeAtDue()).containsExactly(new TellExpired());
    }

    @Test
    void firstTransfer_thatFails_isTriedAgainAtGrowingPauses() {
        Bench bench = new Bench(1);
        long last = 0;
        for (int i = 0; i < 30; i++) {
            long before = bench.now;
            bench.seeAtDue();
            bench.see(new CheckFailed(0, GONE));
            last = bench.now - before;
        }
        assertThat(last).isBetween(3240L, 3600L);
    }

    @Test
    void notify_ofWhatWeHave_costsNothing() {
        Bench bench = new Bench(1).holding(5);
        assertThat(bench.see(notify(0, 5))).isEmpty();
        assertThat(bench.see(notify(0, 4))).isEmpty();
    }

    @Test
    void notify_ofSomethingNew_asksTheOneThatSentIt() {
        Bench bench = new Bench(2).holding(5);
        assertThat(bench.see(notify(1, 6))).containsExactly(new Check(1));
        bench.see(new Checked(1, 6));
        bench.see(new Fetched(1, 6, TIMERS));
        assertThat(bench.state.hint()).isNull();
    }

    @Test
    void notify_withoutASerial_asks() {
        Bench bench = new Bench(1).holding(5);
        assertThat(bench.see(new Notified(0, OptionalLong.empty()))).containsExactly(new Check(0));
    }

    @Test
    void notify_aheadOfWhatThePrimaryHas_costsOneQueryEach() {
        Bench bench = new Bench(1).holding(5);
        int checks = 0;
        int fetches = 0;
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 50; i++) {
                bench.see(notify(0, 1000));
                if (bench.actions.contains(new Check(0))) {
                    checks++;
                    bench.see(new Checked(0, 5));
                }
                fetches += (int) bench.actions.stream().filter(Fetch.class::isInstance).count();
            }
            bench.now++;
        }
        assertThat(fetches).isZero();
        assertThat(checks).isLessThanOrEqualTo(101);
        assertThat(bench.state.due()).isGreaterThanOrEqualTo(bench.now);
        bench.seeAtDue();
        bench.see(new Checked(0, 5));
        assertThat(bench.state.due()).isGreaterThan(bench.now + 3000);
    }

    @Test
    void notify_aheadOfAServerThatSaysSoToo_doesNotMakeItTransferForEver() {
        Bench bench = new Bench(1).holding(5);
        int fetches = 0;
        bench.see(notify(0, 1000));
        for (int i = 0; i < 50; i++) {
            bench.see(new Checked(0, 1000));
            fetches += bench.actions.contains(new Fetch(0, Way.CHANGES)) ? 1 : 0;
            bench.see(new NothingNewer(0, 5));
            bench.seeAfter(10, new Due());
        }
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void notify_whileARoundIsUnderWay_isLookedIntoAfterIt() {
        Bench bench = new Bench(1).holding(5);
        bench.see(notify(0, 6));
        bench.see(notify(0, 8));
        bench.see(notify(0, 7));
        bench.see(new Checked(0, 6));
        bench.see(new Fetched(0, 6, TIMERS));
        assertThat(bench.state.due()).isLessThanOrEqualTo(bench.now + 1);
        assertThat(bench.seeAtDue()).containsExactly(new Check(0));
        bench.see(new Checked(0, 8));
        bench.see(new Fetched(0, 8, TIMERS));
        assertThat(bench.state.due()).isGreaterThan(bench.now + 3000);
    }

    @Test
    void version_thatIsNotWhatWasSigned_isFetchedAgainAtGrowingPausesOnly() {
        Bench bench = new Bench(1).holding(5);
        int fetches = 0;
        long end = START + 40_000;
        while (bench.now < end) {
            bench.seeAfter(300, notify(0, 6));
            if (bench.actions.contains(new Check(0))) {
                bench.see(new Checked(0, 6));
            }
            if (bench.actions.contains(new Fetch(0, Way.CHANGES))) {
                fetches++;
                bench.see(new FetchFailed(0, OptionalLong.of(6), BOGUS));
            }
        }
        assertThat(fetches).isBetween(8, 16);
        assertThat(bench.state.held()).extracting("serial").isEqualTo(5L);
        bench.seeAfter(10, notify(0, 7));
        assertThat(bench.see(new Checked(0, 7))).containsExactly(new Fetch(0, Way.CHANGES));
    }

    @Test
    void version_thatWasRejected_isFetchedWhenSomebodyAsks() {
        Bench bench = new Bench(1).holding(5);
        bench.see(new RefreshAsked());
        bench.see(new Checked(0, 6));
        bench.see(new FetchFailed(0, OptionalLong.of(6), BOGUS));
        bench.see(new RefreshAsked());
        assertThat(bench.see(new Checked(0, 6))).containsExactly(new Fetch(0, Way.CHANGES));
    }

    @Test
    void version_rejectedFromOnePrimary_isTakenFromAnother() {
        Bench bench = new Bench(2).holding(5);
        bench.seeAtDue();
        bench.see(new Checked(0, 6));
        assertThat(bench.see(new FetchFailed(0, OptionalLong.of(6), BOGUS)))
                .containsExactly(new Check(1));
        assertThat(bench.see(new Checked(1, 6))).containsExactly(new Fetch(1, Way.CHANGES));
    }

    @Test
    void transfer_thatIsAskedFor_fetchesTheWholeZoneUnchecked() {
        Bench bench = new Bench(1).holding(5);
        assertThat(bench.see(new TransferAsked())).containsExactly(new Fetch(0, Way.WHOLE));
    }

    @Test
    void transfer_askedForWhileChecking_becomesOne() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        assertThat(bench.see(new TransferAsked())).isEmpty();
        assertThat(bench.see(new Checked(0, 5))).containsExactly(new Fetch(0, Way.WHOLE));
    }

    @Test
    void times_ofTheSoa_areFollowedWithinBounds() {
        SoaTimers wild = new SoaTimers(0, 0, 0);
        assertThat(TimerBounds.DEFAULT.clamp(wild)).isEqualTo(new SoaTimers(10, 5, 60));
        SoaTimers huge = new SoaTimers(0xffffffffL, 0xffffffffL, 0xffffffffL);
        assertThat(TimerBounds.DEFAULT.clamp(huge))
                .isEqualTo(new SoaTimers(2_419_200, 1_209_600, 31_536_000));
    }

    @Test
    void restart_asksSoonForWhatWasMissed_andTakesUpWhereItWas() {
        Secondary secondary = new Secondary(1, TimerBounds.DEFAULT);
        SecondaryState fresh = secondary.begin(5, TIMERS, START - 100, START, 1);
        assertThat(fresh.due()).isBetween(START, START + 30);
        assertThat(fresh.held()).extracting("checkedAt").isEqualTo(START - 100);
        SecondaryState late = secondary.begin(5, TIMERS, START - 90_000, START, 1);
        assertThat(late.due()).isEqualTo(START);
        assertThat(late.held()).extracting("standing").isEqualTo(Standing.EXPIRED);
        SecondaryState clockWentBack = secondary.begin(5, TIMERS, START + 90_000, START, 1);
        assertThat(clockWentBack.due()).isBetween(START, START + 30);
    }

    @Test
    void clockSetBack_nothingWaitsUntilThatTimeComesAgain() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        bench.see(new Checked(0, 6));
        bench.see(new FetchFailed(0, OptionalLong.of(6), BOGUS));
        bench.now -= 1_000_000;
        long expires = bench.now + 86_400;
        assertThat(bench.see(new Due())).containsExactly(new Keep(bench.now, expires));
        assertThat(bench.state.due()).isLessThanOrEqualTo(bench.now + 3600);
        assertThat(bench.seeAfter(2, notify(0, 7))).containsExactly(new Check(0));
        bench.see(new CheckFailed(0, GONE));
        bench.now = expires;
        assertThat(bench.see(new Due())).contains(new TellExpired());
    }

    @Test
    void clockSetBack_whatWasRejectedIsTriedAgainWithinRefresh() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        bench.see(new Checked(0, 6));
        bench.see(new FetchFailed(0, OptionalLong.of(6), BOGUS));
        bench.now -= 1_000_000;
        bench.see(new Due());
        bench.now += 3601;
        bench.see(new Due());
        assertThat(bench.see(new Checked(0, 6))).containsExactly(new Fetch(0, Way.CHANGES));
    }

    @Test
    void restart_withAClockThatWasAheadBefore_expiresNoLaterForIt() {
        Bench bench = new Bench(1);
        bench.state = bench.secondary.begin(5, TIMERS, START + 1_000_000, START, 7);
        assertThat(bench.seeAtDue())
                .containsExactly(new Keep(bench.now, bench.now + 86_400), new Check(0));
    }

    @Test
    void held_thatDoesNotPassTheProof_isWithheldAndFetchedWholeAtOnce() {
        Bench bench = new Bench(1).holding(5);
        assertThat(bench.see(new HeldUnproved(5, BOGUS)))
                .containsExactly(new Withhold(), new Check(0));
        assertThat(bench.see(new Checked(0, 5))).containsExactly(new Fetch(0, Way.WHOLE));
        bench.see(new Fetched(0, 5, TIMERS));
        assertThat(bench.state.standing()).isNotNull();
    }

    @Test
    void held_thatDoesNotPassTheProof_isNotKeptAliveByAPrimaryThatHasTheSame() {
        Bench bench = new Bench(1).holding(5);
        bench.see(new HeldUnproved(5, BOGUS));
        bench.see(new Checked(0, 5));
        bench.see(new FetchFailed(0, OptionalLong.of(5), BOGUS));
        assertThat(bench.seeAtDue()).containsExactly(new Check(0));
        assertThat(bench.see(new Checked(0, 5)))
                .as("it was rejected a minute ago")
                .noneMatch(Keep.class::isInstance)
                .noneMatch(Fetch.class::isInstance);
        assertThat(bench.seeAfter(3600, new Due())).containsExactly(new Check(0));
        assertThat(bench.see(new Checked(0, 5))).containsExactly(new Fetch(0, Way.WHOLE));
    }

    @Test
    void held_thatDoesNotPassTheProof_standsNotInTheWayOfAnEarlierSerial() {
        Bench bench = new Bench(1).holding(0x7fffffffL);
        bench.see(new HeldUnproved(0x7fffffffL, BOGUS));
        assertThat(bench.see(new Checked(0, 4))).containsExactly(new Fetch(0, Way.WHOLE));
    }

    @Test
    void held_thatIsFoundUnprovedWhileChangesOfItAreFetched_isFetchedWhole() {
        Bench bench = new Bench(1).holding(5);
        bench.seeAtDue();
        bench.see(new Checked(0, 6));
        assertThat(bench.see(new HeldUnproved(5, BOGUS))).containsExactly(new Withhold());
        assertThat(bench.see(new NothingNewer(0, 5))).containsExactly(new Fetch(0, Way.WHOLE));
    }

    @Test
    void held_thatPassesTheProofAfterAll_isAnsweredAgain() {
        Bench bench = new Bench(1).holding(5);
        bench.see(new HeldUnproved(5, BOGUS));
        bench.see(new CheckFailed(0, GONE));
        assertThat(bench.see(new HeldProved(5))).containsExactly(new Keep(START, START + 86_400));
        assertThat(bench.see(new HeldProved(5))).isEmpty();
        assertThat(bench.see(new HeldUnproved(4, BOGUS))).as("another one").isEmpty();
    }

    @Test
    void secondary_whateverItSees_isNeverStuckAndNeverGoesBack() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Bench bench = new Bench(1 + random.nextInt(3));
            long held = -1;
            for (int i = 0; i < 300; i++) {
                if (bench.state.round() == null) {
                    assertThat(bench.state.due()).isLessThan(Long.MAX_VALUE);
                }
                boolean setBack = random.nextInt(50) == 0;
                bench.now += setBack ? -random.nextInt(200_000) : random.nextInt(1000);
                bench.see(observation(random));
                if (bench.state.round() == null) {
                    assertThat(bench.state.due()).isLessThanOrEqualTo(bench.now + 3600);
                }
                SecondaryState.Held now = bench.state.held();
                if (now != null && held >= 0) {
                    assertThat(now.serial()).isGreaterThanOrEqualTo(held);
                }
                held = now == null ? held : now.serial();
                for (Action action : List.copyOf(bench.actions)) {
                    answer(bench, action, held, random);
                }
            }
        }
    }

    private static Observation observation(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> notify(random.nextInt(3), random.nextInt(50));
            case 1 -> new RefreshAsked();
            case 2 -> new Checked(random.nextInt(3), random.nextInt(50));
            case 3 -> new CheckFailed(random.nextInt(3), GONE);
            case 4 -> new HeldProved(random.nextInt(50));
            default -> new Due();
        };
    }

    private static void answer(Bench bench, Action action, long held, Random random) {
        if (action instanceof Fetch(int primary, Way _)) {
            switch (random.nextInt(3)) {
                case 0 -> bench.see(new Fetched(primary, held + 1 + random.nextInt(3), TIMERS));
                case 1 -> bench.see(new NothingNewer(primary, Math.max(held, 0)));
                default -> bench.see(new FetchFailed(primary, OptionalLong.of(held + 1), BOGUS));
            }
        }
    }
}
