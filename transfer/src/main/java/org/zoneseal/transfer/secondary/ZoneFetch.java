package org.zoneseal.transfer.secondary;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.transfer.secondary.Action.Way;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.TransferOutcome.Volume;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneException;
import org.zoneseal.zones.ZoneVersion;

/**
 * Gets the next version of one zone from a primary: asked for, put together, verified, and then
 * handed over; published by somebody else. Mutable, one fetch at a time; blocks.
 *
 * <p>An IXFR that is of no use (refused, broken, too large, not fitting, not verified) is followed
 * by one AXFR from the same primary; one whose primary cannot be reached or does not prove who it
 * is is not, unless it is the second in a row that gets no answer at all. What came whole is taken
 * apart into changes of what is held, and these are applied: so pages that have not changed stay
 * the same, which spares memory, proof and journal.
 */
final class ZoneFetch {

    /** What came of it. */
    sealed interface Result {

        /** A version to publish. */
        record Fresh(ZoneVersion version, boolean whole, Volume volume, Verdict verdict)
                implements Result {}

        /** The primary has this, which is not newer. */
        record NothingNewer(long serial) implements Result {}

        /** Nothing to publish; what would have been, if that is known. */
        record Failed(Failure failure, OptionalLong serial, @Nullable Verdict verdict)
                implements Result {}
    }

    private final SecondaryZone zone;
    private final TransferClient client;
    private final ZoneVerifier verifier;
    private final InstantSource clock;
    private final Consumer<SecondaryEvent> events;
    private final Map<Primary, Integer> unanswered = new HashMap<>();

    ZoneFetch(
            SecondaryZone zone,
            TransferClient client,
            ZoneVerifier verifier,
            InstantSource clock,
            Consumer<SecondaryEvent> events) {
        this.zone = zone;
        this.client = client;
        this.verifier = verifier;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Fetches.
     *
     * @param held what we have; null for nothing
     * @param share the memory that it takes, to be released once the version is published
     */
    Result fetch(Primary primary, Way way, @Nullable ZoneVersion held, TransferMemory.Share share) {
        if (way == Way.CHANGES && held != null) {
            Result changes = finish(client.ixfr(primary, held, share), held);
            if (!(changes instanceof Result.Failed failed)) {
                unanswered.remove(primary);
                return changes;
            }
            if (!failed.failure().kind().mayFallBack() && !isWithoutIxfr(primary, failed)) {
                return changes;
            }
            events.accept(new SecondaryEvent.FellBack(zone.apex(), primary, failed.failure()));
        }
        share.release();
        ZoneVersion before = way == Way.WHOLE ? null : held;
        return finish(client.axfr(primary, zone.apex(), before, share), held);
    }

    /**
     * Whether to think that a primary knows no IXFR: some hang up, or say nothing, instead of
     * saying so. One such time may be the network; from the second in a row on it is.
     */
    private boolean isWithoutIxfr(Primary primary, Result.Failed failed) {
        Kind kind = failed.failure().kind();
        if (failed.serial().isPresent() || kind != Kind.UNREACHABLE && kind != Kind.TIMEOUT) {
            return false;
        }
        return unanswered.merge(primary, 1, Integer::sum) > 1;
    }

    private Result finish(TransferOutcome outcome, @Nullable ZoneVersion held) {
        return switch (outcome) {
            case TransferOutcome.UpToDate(long serial) -> new Result.NothingNewer(serial);
            case TransferOutcome.Failed(Failure failure, OptionalLong serial) ->
                    new Result.Failed(failure, serial, null);
            case TransferOutcome.Whole(ZoneVersion version, Volume volume) ->
                    verified(sharing(held, version), true, volume);
            case TransferOutcome.Changes changes -> applied(changes, held);
        };
    }

    private Result applied(TransferOutcome.Changes changes, @Nullable ZoneVersion held) {
        if (held == null) {
            throw new IllegalStateException("changes of nothing");
        }
        ZoneVersion version = held;
        try {
            for (ZoneDelta delta : changes.deltas()) {
                version = delta.applyTo(version);
            }
        } catch (ZoneException e) {
            long last = changes.deltas().getLast().toSerial();
            return new Result.Failed(
                    new Failure(Kind.DOES_NOT_FIT, "the changes do not fit: " + e.getMessage()),
                    OptionalLong.of(last),
                    null);
        }
        return verified(version, false, changes.volume());
    }

    /** The version, with the pages of the one held wherever they are the same. */
    private static ZoneVersion sharing(@Nullable ZoneVersion held, ZoneVersion version) {
        if (held == null || held.serial() == version.serial()) {
            return version;
        }
        return ZoneDelta.between(held, version).applyTo(held);
    }

    private Result verified(ZoneVersion version, boolean whole, Volume volume) {
        Verdict verdict = verifier.verify(version, clock.instant().getEpochSecond());
        if (verdict.isGood()) {
            return new Result.Fresh(version, whole, volume, verdict);
        }
        return new Result.Failed(
                new Failure(
                        Kind.NOT_VERIFIED,
                        "serial "
                                + version.serial()
                                + " is not what the authority signed: "
                                + verdict.reasons()),
                OptionalLong.of(version.serial()),
                verdict);
    }
}
