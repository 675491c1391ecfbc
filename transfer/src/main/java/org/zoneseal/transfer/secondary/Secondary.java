package org.zoneseal.transfer.secondary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import org.zoneseal.transfer.secondary.SecondaryState.Activity;
import org.zoneseal.transfer.secondary.SecondaryState.Cause;
import org.zoneseal.transfer.secondary.SecondaryState.Held;
import org.zoneseal.transfer.secondary.SecondaryState.Hint;
import org.zoneseal.transfer.secondary.SecondaryState.Rejected;
import org.zoneseal.transfer.secondary.SecondaryState.Round;
import org.zoneseal.transfer.secondary.SecondaryState.Standing;

/**
 * What a secondary does next: a pure function of what it remembers, what it gets to know and the
 * time (RFC 1034 §4.3.5, RFC 1996 §4). Immutable.
 *
 * <p><b>Rounds.</b> All work is a round through the primaries in their order, each asked once: what
 * is your serial; if it is newer, give me the zone. The first primary that has our serial, or that
 * a newer version was fetched from, ends the round, and the zone is good for another {@code
 * refresh}. One that is behind us, cannot be reached, or sends what cannot be used, hands over to
 * the next. A round that nobody ended has failed, and the next comes after {@code retry}.
 *
 * <p><b>NOTIFY</b> begins a round with the primary that sent it. Its serial is a hint that is used
 * once: it can spare a round (we have that already), never cause more than one. So a primary that
 * announces what it does not have (or somebody in its name) costs one SOA query, no more often than
 * the gap between NOTIFYs allows; what comes meanwhile waits, and of what waits there is one.
 *
 * <p><b>Rejected versions.</b> Fetching and proving a zone costs. A version that was fetched and
 * could not be used is not fetched again from the same primary for {@code retry}, then twice that,
 * and so on up to {@code refresh}, unless somebody in charge asks; another serial is tried at once.
 *
 * <p><b>Expiry</b> is counted from the last time a primary ended a round. The data stays.
 *
 * <p><b>A version that is found to be unproved</b> while it is held counts as none from then on: a
 * round begins at once, no serial is held against its serial, and what is fetched is fetched whole.
 */
public final class Secondary {

    private static final int MOST_DOUBLINGS = 20;

    /** Seconds: many zones that begin together do not ask all at once. */
    private static final int FIRST_CHECK_WITHIN = 30;

    private final int primaries;
    private final TimerBounds bounds;

    /**
     * @param primaries how many there are, at least one
     */
    public Secondary(int primaries, TimerBounds bounds) {
        if (primaries < 1) {
            throw new IllegalArgumentException("a secondary without a primary");
        }
        this.primaries = primaries;
        this.bounds = bounds;
    }

    /**
     * A step.
     *
     * @param state what to remember
     * @param actions what to do, in order
     */
    public record Step(SecondaryState state, List<Action> actions) {

        public Step {
            actions = List.copyOf(actions);
        }

        /** When to observe {@link Due}, unless something else is observed before. */
        public long due() {
            return state.due();
        }
    }

    /**
     * Where to begin. However fresh the version is, a primary is asked soon: a NOTIFY may have come
     * while nobody was there to hear it.
     *
     * @param serial of the version kept from before, if there is one
     * @param timers of its SOA
     * @param checkedAt when it was last known to be the newest
     */
    public SecondaryState begin(
            long serial, SoaTimers timers, long checkedAt, long now, long seed) {
        SoaTimers clamped = bounds.clamp(timers);
        long since = Math.min(checkedAt, now);
        boolean expired = now >= since + clamped.expire();
        Held held =
                new Held(serial, clamped, checkedAt, expired ? Standing.EXPIRED : Standing.GOOD);
        long random = next(seed);
        long soon = now + Math.floorMod(random, FIRST_CHECK_WITHIN + 1);
        long due = Math.min(Math.max(now, since + clamped.refresh()), soon);
        return SecondaryState.beginning(held, due, random);
    }

    /** Where to begin with nothing. */
    public SecondaryState begin(long now, long seed) {
        return SecondaryState.beginning(null, now, seed);
    }

    /** Until when a version may be answered that is known at {@code now} to be the newest. */
    public long expiresAt(SoaTimers timers, long now) {
        return now + bounds.clamp(timers).expire();
    }

    /** What follows from an observation. */
    public Step step(SecondaryState state, Observation observation, long now) {
        List<Action> actions = new ArrayList<>();
        SecondaryState aged = expire(within(state, now, actions), now, actions);
        SecondaryState next =
                switch (observation) {
                    case Due _ -> due(aged, now, actions);
                    case Notified notified -> notified(aged, notified, now, actions);
                    case RefreshAsked _ -> asked(aged, Cause.REFRESH, now, actions);
                    case TransferAsked _ -> asked(aged, Cause.TRANSFER, now, actions);
                    case Checked checked -> checked(aged, checked, now, actions);
                    case CheckFailed failed ->
                            failed(aged, failed.primary(), failed.failure(), now, actions);
                    case Fetched fetched -> fetched(aged, fetched, now);
                    case NothingNewer same -> nothingNewer(aged, same, now, actions);
                    case FetchFailed failed -> fetchFailed(aged, failed, now, actions);
                    case HeldProved proved -> heldProved(aged, proved, now, actions);
                    case HeldUnproved unproved -> heldUnproved(aged, unproved, now, actions);
                };
        return new Step(next, actions);
    }

    /**
     * Nothing that is remembered is later than now, or lies further ahead than it ever does. It
     * would if the clock has been set back: then all of it would wait until that time comes again.
     */
    private SecondaryState within(SecondaryState state, long now, List<Action> actions) {
        long refresh = timers(state).refresh();
        Held held = state.held();
        SecondaryState clamped =
                state.withLastRound(Math.min(state.lastRound(), now))
                        .withRejected(
                                state.rejected().stream()
                                        .map(one -> one.until(Math.min(one.until(), now + refresh)))
                                        .toList());
        if (held != null && held.checkedAt() > now) {
            Held since = held.checkedAt(now);
            clamped = clamped.withHeld(since);
            if (since.standing() == Standing.GOOD) {
                actions.add(new Keep(now, since.expiresAt()));
            }
        }
        if (clamped.round() != null) {
            return clamped;
        }
        long due = Math.min(clamped.due(), now + Math.max(refresh, timers(state).retry()));
        return clamped.withDue(
                clamped.hint() == null
                        ? due
                        : Math.min(due, Math.max(now, earliestNotifyRound(clamped))));
    }

    private static SecondaryState expire(SecondaryState state, long now, List<Action> actions) {
        Held held = state.standing();
        if (held == null || held.expired() || now < held.expiresAt()) {
            return state;
        }
        actions.add(new TellExpired());
        return state.withHeld(held.with(Standing.EXPIRED));
    }

    private SecondaryState due(SecondaryState state, long now, List<Action> actions) {
        if (state.round() != null) {
            return state.withDue(watch(state));
        }
        if (now < state.due()) {
            return state;
        }
        Hint hint = state.hint();
        if (hint != null) {
            return begin(state, hint.primary(), Cause.NOTIFY, now, actions);
        }
        return begin(state, 0, Cause.TIME, now, actions);
    }

    private SecondaryState notified(
            SecondaryState state, Notified notified, long now, List<Action> actions) {
        Hint hint = new Hint(notified.primary(), notified.serial());
        if (notified.primary() >= primaries || !hint.isNewerThan(state.standing())) {
            return state;
        }
        SecondaryState hinted = state.withHint(newer(state.hint(), hint));
        if (state.round() != null) {
            return hinted;
        }
        long earliest = earliestNotifyRound(state);
        return now >= earliest
                ? begin(hinted, hint.primary(), Cause.NOTIFY, now, actions)
                : hinted.withDue(Math.min(state.due(), earliest));
    }

    private long earliestNotifyRound(SecondaryState state) {
        return state.lastRound() == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : state.lastRound() + bounds.notifyGap();
    }

    /** Of two hints the one to follow: the newer serial; without a serial, the later one. */
    private static Hint newer(@Nullable Hint waiting, Hint hint) {
        if (waiting == null || waiting.serial().isEmpty() || hint.serial().isEmpty()) {
            return hint;
        }
        return Serials.isNewer(waiting.serial().getAsLong(), hint.serial().getAsLong())
                ? waiting
                : hint;
    }

    private SecondaryState asked(
            SecondaryState state, Cause cause, long now, List<Action> actions) {
        Round round = state.round();
        if (round == null) {
            return begin(state, 0, cause, now, actions);
        }
        // What is under way goes on; what was asked for follows it if it was more.
        boolean more = cause == Cause.TRANSFER && round.cause() != Cause.TRANSFER;
        return more
                ? state.withRound(
                        new Round(round.primary(), primaries - 1, round.activity(), Cause.TRANSFER))
                : state;
    }

    private SecondaryState begin(
            SecondaryState state, int primary, Cause cause, long now, List<Action> actions) {
        return ask(state.withLastRound(now).withHint(null), primary, primaries - 1, cause, actions);
    }

    private static SecondaryState ask(
            SecondaryState state, int primary, int left, Cause cause, List<Action> actions) {
        if (cause == Cause.TRANSFER) {
            return fetch(state, new Round(primary, left, Activity.CHECK, cause), actions);
        }
        actions.add(new Check(primary));
        SecondaryState asking = state.withRound(new Round(primary, left, Activity.CHECK, cause));
        return asking.withDue(watch(asking));
    }

    private static SecondaryState fetch(SecondaryState state, Round round, List<Action> actions) {
        boolean whole = round.cause() == Cause.TRANSFER || state.standing() == null;
        actions.add(new Fetch(round.primary(), whole ? Way.WHOLE : Way.CHANGES));
        SecondaryState asking =
                state.withRound(
                        new Round(round.primary(), round.left(), Activity.FETCH, round.cause()));
        return asking.withDue(watch(asking));
    }

    /** While a round is under way, only expiry is waited for. */
    private static long watch(SecondaryState state) {
        Held held = state.standing();
        return held == null || held.expired() ? Long.MAX_VALUE : held.expiresAt();
    }

    private SecondaryState checked(
            SecondaryState state, Checked checked, long now, List<Action> actions) {
        Round round = state.round();
        if (round == null || !isAwaited(round, checked.primary(), Activity.CHECK)) {
            return state;
        }
        Held held = state.standing();
        if (round.cause() == Cause.TRANSFER) {
            return fetch(state, round, actions);
        }
        if (held != null && checked.serial() == held.serial()) {
            return refreshed(state, held, now, actions);
        }
        if (held != null && !Serials.isNewer(checked.serial(), held.serial())) {
            return next(
                    state,
                    round,
                    new Failure(
                            Failure.Kind.BEHIND,
                            "the primary has serial "
                                    + checked.serial()
                                    + ", which is before ours, "
                                    + held.serial()),
                    now,
                    actions);
        }
        Optional<Rejected> rejected = rejected(state, checked.primary());
        if (!round.cause().isAsked()
                && rejected.isPresent()
                && rejected.get().serial() == checked.serial()
                && now < rejected.get().until()) {
            return next(
                    state,
                    round,
                    new Failure(
                            Failure.Kind.REJECTED_BEFORE,
                            "serial "
                                    + checked.serial()
                                    + " could not be used before and is not fetched again yet"),
                    now,
                    actions);
        }
        return fetch(state, round, actions);
    }

    private static Optional<Rejected> rejected(SecondaryState state, int primary) {
        return state.rejected().stream().filter(one -> one.primary() == primary).findFirst();
    }

    /** Whether this is what the round waits for; anything else is left over from another one. */
    private static boolean isAwaited(Round round, int primary, Activity activity) {
        return round.primary() == primary && round.activity() == activity;
    }

    private SecondaryState refreshed(
            SecondaryState state, Held held, long now, List<Action> actions) {
        Held kept = held.checked(now);
        actions.add(new Keep(now, kept.expiresAt()));
        return rest(state.withHeld(kept), now);
    }

    private SecondaryState fetched(SecondaryState state, Fetched fetched, long now) {
        SoaTimers timers = bounds.clamp(fetched.timers());
        Held held = new Held(fetched.serial(), timers, now, Standing.GOOD);
        List<Rejected> others =
                state.rejected().stream()
                        .filter(one -> one.primary() != fetched.primary())
                        .toList();
        return rest(state.withHeld(held).withRejected(others), now);
    }

    private SecondaryState nothingNewer(
            SecondaryState state, NothingNewer same, long now, List<Action> actions) {
        Round round = state.round();
        if (round == null || !isAwaited(round, same.primary(), Activity.FETCH)) {
            return state;
        }
        Held held = state.standing();
        if (held != null && same.serial() == held.serial()) {
            return refreshed(state, held, now, actions);
        }
        if (held == null && state.held() != null) {
            // What it was compared with has turned out to be unproved meanwhile.
            return fetch(state, round, actions);
        }
        return next(
                state,
                round,
                new Failure(
                        Failure.Kind.BEHIND,
                        "the primary gives serial " + same.serial() + ", which is before ours"),
                now,
                actions);
    }

    private SecondaryState fetchFailed(
            SecondaryState state, FetchFailed failed, long now, List<Action> actions) {
        Round round = state.round();
        if (round == null || !isAwaited(round, failed.primary(), Activity.FETCH)) {
            return state;
        }
        SecondaryState noted = state;
        if (failed.failure().kind().isOfContent() && failed.serial().isPresent()) {
            noted = reject(state, failed.primary(), failed.serial().getAsLong(), now);
        }
        return next(noted, round, failed.failure(), now, actions);
    }

    private static SecondaryState heldProved(
            SecondaryState state, HeldProved proved, long now, List<Action> actions) {
        Held held = state.held();
        if (held == null || held.serial() != proved.serial() || state.standing() != null) {
            return state;
        }
        Held good = held.with(Standing.GOOD);
        actions.add(new Keep(good.checkedAt(), good.expiresAt()));
        SecondaryState lifted = state.withHeld(good);
        return lifted.withDue(Math.min(lifted.due(), Math.max(now, watch(lifted))));
    }

    private SecondaryState heldUnproved(
            SecondaryState state, HeldUnproved unproved, long now, List<Action> actions) {
        Held held = state.held();
        if (held == null || held.serial() != unproved.serial()) {
            return state;
        }
        actions.add(new Withhold());
        SecondaryState without = state.withoutProof().withLastFailure(unproved.failure());
        return without.round() == null
                ? begin(without, 0, Cause.TIME, now, actions)
                : without.withDue(watch(without));
    }

    private SecondaryState reject(SecondaryState state, int primary, long serial, long now) {
        int times =
                rejected(state, primary)
                                .filter(one -> one.serial() == serial)
                                .map(Rejected::times)
                                .orElse(0)
                        + 1;
        SoaTimers timers = timers(state);
        long pause = Math.min(doubled(timers.retry(), times - 1), timers.refresh());
        List<Rejected> all = new ArrayList<>(state.rejected());
        all.removeIf(one -> one.primary() == primary);
        all.add(new Rejected(primary, serial, times, now + pause));
        return state.withRejected(all);
    }

    private SecondaryState failed(
            SecondaryState state, int primary, Failure failure, long now, List<Action> actions) {
        Round round = state.round();
        return round != null && isAwaited(round, primary, Activity.CHECK)
                ? next(state, round, failure, now, actions)
                : state;
    }

    /** Asks the next primary, or ends the round in vain. */
    private SecondaryState next(
            SecondaryState state, Round round, Failure failure, long now, List<Action> actions) {
        SecondaryState noted = state.withLastFailure(failure);
        if (round.left() > 0 && failure.kind() != Failure.Kind.NOT_KEPT) {
            int following = (round.primary() + 1) % primaries;
            return ask(noted, following, round.left() - 1, round.cause(), actions);
        }
        int failures = state.failedRounds() + 1;
        long pause =
                state.standing() == null
                        ? Math.min(
                                doubled(bounds.firstRetry(), failures - 1),
                                bounds.retry().clamp(3600))
                        : timers(state).retry();
        SecondaryState resting = rest(noted.withFailedRounds(failures), now, pause);
        actions.add(new TellUnrefreshed(failure, resting.due()));
        return resting;
    }

    private SoaTimers timers(SecondaryState state) {
        Held held = state.standing();
        return held == null ? bounds.clamp(new SoaTimers(3600, 60, 86_400)) : held.timers();
    }

    private static long doubled(long pause, int times) {
        return pause << Math.min(times, MOST_DOUBLINGS);
    }

    private SecondaryState rest(SecondaryState state, long now) {
        return rest(state.withFailedRounds(0).withLastFailure(null), now, timers(state).refresh());
    }

    /**
     * The end of a round: pause, a little less than told, unless a NOTIFY or expiry comes first.
     */
    private SecondaryState rest(SecondaryState state, long now, long pause) {
        long random = next(state.seed());
        long less = Math.floorMod(random, pause / 10 + 1);
        SecondaryState resting = state.withRound(null).withSeed(random);
        long due = Math.min(now + pause - less, Math.max(watch(resting), now + 1));
        Hint hint = resting.hint();
        if (hint != null && hint.isNewerThan(resting.standing())) {
            due = Math.min(due, Math.max(now, earliestNotifyRound(resting)));
        } else {
            resting = resting.withHint(null);
        }
        return resting.withDue(due);
    }

    /** The next of a row of numbers that look random (Steele and others, SplitMix64). */
    private static long next(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
