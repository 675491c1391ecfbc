package org.zoneseal.transfer.secondary;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.Peer;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneStore;

/**
 * All zones that this server takes from others: keeps them fresh, hears NOTIFY, does as it is told,
 * and says how they stand. For many threads.
 */
public final class Secondaries implements NotifyIntake, AutoCloseable {

    private final Map<Name, RunningSecondary> zones = new ConcurrentHashMap<>();
    private final SecondaryEnvironment environment;

    /**
     * @param store where versions are kept before they are visible
     * @param listener hears what happens; must not wait
     * @param parallelTransfers how many zones are fetched and proved at a time
     */
    public Secondaries(
            ZoneStore store,
            InstantSource clock,
            SecondaryListener listener,
            int parallelTransfers) {
        this.environment = new SecondaryEnvironment(store, clock, listener, parallelTransfers);
    }

    /** From now on so many zones are fetched and proved at a time; what is under way goes on. */
    public void limit(int parallelTransfers) {
        environment.limit(parallelTransfers);
    }

    /** Takes a zone from now on, or from now on in another way. */
    public void put(SecondaryZone zone) {
        RunningSecondary before = zones.get(zone.apex());
        if (before != null) {
            // It may be publishing: only when it has ended, there is what to begin with.
            before.stop();
        }
        RunningSecondary fresh =
                new RunningSecondary(zone, environment.store().zone(zone.apex()), environment);
        zones.put(zone.apex(), fresh);
        fresh.start();
    }

    /** Takes a zone no longer; what was published and stored of it stays. */
    public void remove(Name apex) {
        RunningSecondary before = zones.remove(apex);
        if (before != null) {
            before.stop();
        }
    }

    /** How a zone is configured that is taken from elsewhere. */
    public Optional<SecondaryZone> zone(Name apex) {
        return Optional.ofNullable(zones.get(apex)).map(RunningSecondary::zone);
    }

    /** What is answered of a zone that is taken from elsewhere. */
    public PublishedZone published(Name apex) {
        return environment.store().zone(apex);
    }

    /**
     * Asks the primaries of a zone now.
     *
     * @return false if the zone is not taken from elsewhere
     */
    public boolean refresh(Name apex) {
        return observe(apex, new Observation.RefreshAsked());
    }

    /**
     * Gets the whole zone from its first primary now, whatever its serial.
     *
     * @return false if the zone is not taken from elsewhere
     */
    public boolean transfer(Name apex) {
        return observe(apex, new Observation.TransferAsked());
    }

    private boolean observe(Name apex, Observation observation) {
        RunningSecondary zone = zones.get(apex);
        if (zone == null) {
            return false;
        }
        zone.observe(observation);
        return true;
    }

    /** How a zone stands. */
    public Optional<SecondaryStatus> status(Name apex) {
        return Optional.ofNullable(zones.get(apex)).map(RunningSecondary::status);
    }

    /** How all zones stand, in no order. */
    public List<SecondaryStatus> statuses() {
        return zones.values().stream().map(RunningSecondary::status).toList();
    }

    /**
     * Accepts NOTIFY from a zone's primaries alone: by address, and where we sign what we ask of
     * the primary, signed with the same key.
     */
    @Override
    public Verdict notified(Name apex, OptionalLong serial, Peer peer) {
        RunningSecondary zone = zones.get(apex);
        if (zone == null) {
            return Verdict.NOT_AUTHORITATIVE;
        }
        OptionalInt primary = primaryOf(zone.zone(), peer);
        if (primary.isEmpty()) {
            return Verdict.REFUSED;
        }
        zone.observe(new Observation.Notified(primary.getAsInt(), serial));
        return Verdict.ACCEPTED;
    }

    private static OptionalInt primaryOf(SecondaryZone zone, Peer peer) {
        for (int i = 0; i < zone.primaries().size(); i++) {
            Primary primary = zone.primaries().get(i);
            TsigKey key = primary.key();
            boolean signed = key == null || peer.key().filter(key.name()::equals).isPresent();
            if (signed && primary.address().getAddress().equals(peer.address())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Ends all of it; what is under way comes to nothing. */
    @Override
    public void close() {
        zones.values().forEach(RunningSecondary::stop);
        environment.close();
    }
}
