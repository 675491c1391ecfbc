package org.zoneseal.transfer.secondary;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.storage.StorageException;
import org.zoneseal.transfer.secondary.SecondaryState.Held;
import org.zoneseal.transfer.secondary.SecondaryState.Round;
import org.zoneseal.zones.ProofRecord;
import org.zoneseal.zones.Provenance;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneException;
import org.zoneseal.zones.ZoneOrigin;
import org.zoneseal.zones.ZoneVersion;

/**
 * One zone's secondary at work: does what {@link Secondary} decides. Mutable, for many threads.
 *
 * <p>Decisions are made under its lock and take no time; what takes time (asking, fetching,
 * proving, writing) is done by virtual threads that come back with an observation. There is one
 * such piece of work at a time; only the version that is held may be proved beside it.
 *
 * <p>What becomes visible, or is withheld, becomes so under {@link #publishing}; who needs both
 * locks takes that one first.
 */
final class RunningSecondary {

    /** Clocks are set, so a far time is looked at again now and then. */
    private static final long LONGEST_SLEEP_SECONDS = 60;

    private final SecondaryZone zone;
    private final PublishedZone published;
    private final SecondaryEnvironment environment;
    private final Secondary secondary;
    private final TransferClient client;
    private final ZoneFetch fetch;
    private final ReentrantLock publishing = new ReentrantLock();
    private SecondaryState state;
    private @Nullable HeldVersion toProve;
    private @Nullable Primary lastPrimary;
    private @Nullable Verdict lastVerdict;
    private long earliestExpiry = Long.MAX_VALUE;
    private boolean warned;
    private long ended;
    private @Nullable Future<?> alarm;
    private volatile boolean stopped;

    RunningSecondary(
            SecondaryZone zone, PublishedZone published, SecondaryEnvironment environment) {
        this.zone = zone;
        this.published = published;
        this.environment = environment;
        this.secondary = new Secondary(zone.primaries().size(), zone.bounds());
        this.client =
                new TransferClient(
                        zone.limits(), environment.clock(), zone.verification().threads());
        ZoneVerifier verifier = new ZoneVerifier(zone.verification());
        this.fetch = new ZoneFetch(zone, client, verifier, environment.clock(), this::tell);
        this.state = firstState();
    }

    private SecondaryState firstState() {
        long now = environment.now();
        long seed = ThreadLocalRandom.current().nextLong();
        Publication publication = published.current();
        if (publication == null) {
            return secondary.begin(now, seed);
        }
        Optional<ProofRecord> proof =
                environment.store().provenance(zone.apex()).flatMap(Provenance::proof);
        proof.ifPresent(kept -> earliestExpiry = kept.earliestExpiry());
        SoaTimers timers = SoaTimers.of(publication.version().soaRdata());
        long checkedAt = environment.store().checkedAt(zone.apex()).orElse(0);
        SecondaryState kept = secondary.begin(publication.serial(), timers, checkedAt, now, seed);
        if (publication.isWithheld() || !zone.verification().isMetBy(proof)) {
            toProve = new HeldVersion(zone, published, publication.version(), environment.store());
        }
        return publication.isWithheld() ? kept.withoutProof() : kept;
    }

    SecondaryZone zone() {
        return zone;
    }

    /** Begins to work. */
    synchronized void start() {
        setAlarm();
        HeldVersion held = toProve;
        toProve = null;
        if (held != null) {
            environment.prove(() -> prove(held));
        }
    }

    /**
     * Ends; what is under way comes to nothing. When it returns, nothing of it is published or
     * withheld any more: whoever follows finds what there is.
     */
    void stop() {
        publishing.lock();
        try {
            stopped = true;
        } finally {
            publishing.unlock();
        }
        synchronized (this) {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }

    /** Holds what is held against the rule of now, which it has not passed yet. */
    private void prove(HeldVersion held) {
        if (stopped || !held.isCurrent()) {
            return;
        }
        Verdict verdict;
        try {
            verdict = held.verdict(environment.now());
        } catch (OutOfMemoryError | RuntimeException e) {
            tell(new SecondaryEvent.ProofBrokeOff(zone.apex(), held.serial(), "" + e));
            proveLater(held);
            return;
        }
        publishing.lock();
        try {
            if (stopped || !held.isCurrent()) {
                return;
            }
            remember(verdict);
            if (verdict.isGood()) {
                held.attest(verdict);
                tell(new SecondaryEvent.HeldProved(zone.apex(), held.serial(), verdict));
                observe(new Observation.HeldProved(held.serial()));
            } else {
                tell(new SecondaryEvent.HeldUnproved(zone.apex(), held.serial(), verdict));
                observe(new Observation.HeldUnproved(held.serial(), held.failure(verdict)));
            }
        } finally {
            publishing.unlock();
        }
    }

    private void proveLater(HeldVersion held) {
        environment.after(
                LONGEST_SLEEP_SECONDS,
                () -> {
                    if (!stopped) {
                        environment.prove(() -> prove(held));
                    }
                });
    }

    synchronized void observe(Observation observation) {
        if (stopped) {
            return;
        }
        Secondary.Step step = secondary.step(state, observation, environment.now());
        state = step.state();
        step.actions().forEach(this::perform);
        warnOfExpiry();
        setAlarm();
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
        long seconds = Math.clamp(state.due() - environment.now(), 0, LONGEST_SLEEP_SECONDS);
        alarm =
                environment
                        .timer()
                        .schedule(() -> observe(new Observation.Due()), seconds, TimeUnit.SECONDS);
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Check(int primary) ->
                    environment.check(
                            addressOf(primary),
                            () ->
                                    observe(
                                            orElse(
                                                    () -> check(primary),
                                                    failure -> checkFailed(primary, failure))));
            case Action.Fetch(int primary, Action.Way way) ->
                    environment.transfer(
                            addressOf(primary),
                            () ->
                                    observe(
                                            orElse(
                                                    () -> fetch(primary, way),
                                                    failure ->
                                                            fetchFailed(
                                                                    primary,
                                                                    OptionalLong.empty(),
                                                                    failure))));
            case Action.Keep(long checkedAt, long expiresAt) ->
                    environment.store().refreshed(published, checkedAt, expiresAt);
            case Action.Withhold _ -> environment.store().withhold(published);
            case Action.TellExpired _ -> tell(new SecondaryEvent.Expired(zone.apex()));
            case Action.TellUnrefreshed(Failure last, long nextTry) ->
                    tell(new SecondaryEvent.Unrefreshed(zone.apex(), last, nextTry));
        }
    }

    private InetAddress addressOf(int primary) {
        return zone.primaries().get(primary).address().getAddress();
    }

    /** Work must come back with something, whatever happens, or the zone would wait for ever. */
    private static Observation orElse(
            Supplier<Observation> work, Function<Failure, Observation> otherwise) {
        try {
            return work.get();
        } catch (OutOfMemoryError e) {
            return otherwise.apply(
                    new Failure(Failure.Kind.TOO_MUCH, "the memory does not suffice for it"));
        } catch (RuntimeException e) {
            return otherwise.apply(
                    new Failure(Failure.Kind.BROKE_OFF, "an error of this program: " + e));
        }
    }

    private void tell(SecondaryEvent event) {
        environment.listener().happened(event);
    }

    private Observation check(int number) {
        Primary primary = zone.primaries().get(number);
        return switch (client.soa(primary, zone.apex())) {
            case SoaAnswer.Found(long serial) -> {
                remember(primary);
                yield new Observation.Checked(number, serial);
            }
            case SoaAnswer.Failed(Failure failure) -> checkFailed(number, failure);
        };
    }

    private Observation checkFailed(int number, Failure failure) {
        tell(new SecondaryEvent.Failed(zone.apex(), zone.primaries().get(number), failure));
        return new Observation.CheckFailed(number, failure);
    }

    private synchronized void remember(Primary primary) {
        lastPrimary = primary;
    }

    private Observation fetch(int number, Action.Way way) {
        TransferMemory.Share share = environment.memory().share();
        try {
            return fetch(number, way, share);
        } finally {
            share.release();
        }
    }

    private Observation fetch(int number, Action.Way way, TransferMemory.Share share) {
        Primary primary = zone.primaries().get(number);
        Publication current = published.current();
        ZoneVersion held = current == null ? null : current.version();
        return switch (fetch.fetch(primary, way, held, share)) {
            case ZoneFetch.Result.NothingNewer(long serial) ->
                    new Observation.NothingNewer(number, serial);
            case ZoneFetch.Result.Failed failed -> {
                if (failed.verdict() != null) {
                    remember(failed.verdict());
                }
                yield fetchFailed(number, failed.serial(), failed.failure());
            }
            case ZoneFetch.Result.Fresh fresh -> keep(number, fresh, held);
        };
    }

    private synchronized void remember(Verdict verdict) {
        lastVerdict = verdict;
        if (verdict.isGood()) {
            earliestExpiry = verdict.earliestExpiry();
            warned = false;
        }
    }

    private Observation fetchFailed(int number, OptionalLong serial, Failure failure) {
        tell(new SecondaryEvent.Failed(zone.apex(), zone.primaries().get(number), failure));
        return new Observation.FetchFailed(number, serial, failure);
    }

    private Observation keep(int number, ZoneFetch.Result.Fresh fresh, @Nullable ZoneVersion held) {
        Primary primary = zone.primaries().get(number);
        long serial = fresh.version().serial();
        SoaTimers timers = SoaTimers.of(fresh.version().soaRdata());
        publishing.lock();
        try {
            if (stopped) {
                return notKept(number, "the zone is configured otherwise by now");
            }
            publish(primary, fresh, held, secondary.expiresAt(timers, environment.now()));
        } catch (StorageException | ZoneException e) {
            return notKept(number, "serial " + serial + " could not be kept: " + e.getMessage());
        } finally {
            publishing.unlock();
        }
        remember(primary);
        remember(fresh.verdict());
        tell(
                new SecondaryEvent.Transferred(
                        zone.apex(),
                        primary,
                        held == null ? OptionalLong.empty() : OptionalLong.of(held.serial()),
                        serial,
                        fresh.whole(),
                        fresh.volume(),
                        fresh.verdict()));
        environment.listener().published(published);
        return new Observation.Fetched(number, serial, timers);
    }

    private Observation notKept(int number, String why) {
        return fetchFailed(number, OptionalLong.empty(), new Failure(Failure.Kind.NOT_KEPT, why));
    }

    /** A version that somebody asked for by name is taken even if it does not follow on ours. */
    private void publish(
            Primary primary,
            ZoneFetch.Result.Fresh fresh,
            @Nullable ZoneVersion held,
            long expiresAt) {
        Provenance provenance =
                new Provenance(
                        new ZoneOrigin.Primary(primary.toString()),
                        environment.now(),
                        fresh.verdict().proof());
        boolean follows = held == null || Serials.isNewer(fresh.version().serial(), held.serial());
        if (follows) {
            environment.store().publish(published, fresh.version(), provenance, expiresAt);
        } else {
            environment.store().replace(published, fresh.version(), provenance, expiresAt);
        }
    }

    private void warnOfExpiry() {
        long now = environment.now();
        if (earliestExpiry <= now && ended != earliestExpiry) {
            ended = earliestExpiry;
            warned = true;
            tell(new SecondaryEvent.SignaturesEnded(zone.apex(), earliestExpiry));
        }
        if (!warned
                && earliestExpiry != Long.MAX_VALUE
                && now >= earliestExpiry - zone.verification().warnBefore()) {
            warned = true;
            tell(new SecondaryEvent.SignaturesRunOut(zone.apex(), earliestExpiry));
        }
    }

    synchronized SecondaryStatus status() {
        Held held = state.held();
        return new SecondaryStatus(
                zone.apex(),
                word(held),
                activity(state.round()),
                held == null ? OptionalLong.empty() : OptionalLong.of(held.serial()),
                held == null ? OptionalLong.empty() : OptionalLong.of(held.checkedAt()),
                held == null ? OptionalLong.empty() : OptionalLong.of(held.expiresAt()),
                state.due() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(state.due()),
                Optional.ofNullable(lastPrimary),
                Optional.ofNullable(state.lastFailure()),
                Optional.ofNullable(lastVerdict));
    }

    private SecondaryStatus.State word(@Nullable Held held) {
        if (held == null) {
            return SecondaryStatus.State.EMPTY;
        }
        return switch (held.standing()) {
            case UNPROVED -> SecondaryStatus.State.UNPROVED;
            case EXPIRED -> SecondaryStatus.State.EXPIRED;
            case GOOD ->
                    state.failedRounds() > 0
                            ? SecondaryStatus.State.STALE
                            : SecondaryStatus.State.CURRENT;
        };
    }

    private static SecondaryStatus.Activity activity(@Nullable Round round) {
        if (round == null) {
            return SecondaryStatus.Activity.NONE;
        }
        return switch (round.activity()) {
            case CHECK -> SecondaryStatus.Activity.CHECKING;
            case FETCH -> SecondaryStatus.Activity.TRANSFERRING;
        };
    }
}
