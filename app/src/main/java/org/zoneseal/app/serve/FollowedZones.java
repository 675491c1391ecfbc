package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.zoneseal.app.CommandException;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.secondary.Secondaries;
import org.zoneseal.transfer.secondary.SecondaryZone;

/**
 * Which zones are taken from primaries, and how: tells {@link Secondaries} what the configuration
 * and catalogs say. One caller at a time.
 */
final class FollowedZones {

    private static final Logger LOG = System.getLogger(FollowedZones.class.getName());

    private final Secondaries secondaries;
    private final InstantSource clock;
    private String secrets = "";

    /**
     * What secondaries are going to be told; nothing has changed by it yet.
     *
     * @param refused zones that cannot be followed, and why. The configuration's own were checked
     *     when it was read; members of catalogs come later
     */
    record Prepared(Map<Name, SecondaryZone> zones, Map<Name, String> refused) {}

    FollowedZones(Secondaries secondaries, InstantSource clock) {
        this.secondaries = secondaries;
        this.clock = clock;
    }

    /**
     * Reads what is needed to follow those of these zones that have primaries.
     *
     * @throws IOException if our own certificate cannot be read
     */
    static Prepared prepare(ServerConfiguration configuration, Collection<ServedZone> zones)
            throws IOException {
        SecondarySettings settings = new SecondarySettings(configuration);
        Prepared prepared = new Prepared(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (ServedZone zone : zones) {
            if (zone.rules().isSecondary()) {
                try {
                    prepared.zones.put(zone.apex(), settings.of(zone.apex(), zone.rules()));
                } catch (IOException | CommandException e) {
                    prepared.refused.put(zone.apex(), String.valueOf(e.getMessage()));
                }
            }
        }
        return prepared;
    }

    /** Follows all that is prepared: what changes begins anew, the others go on as they are. */
    void follow(Prepared prepared, Serving now, Map<Name, ServedZone> before) {
        String next = now.configuration().secrets();
        boolean isSecretNew = !next.equals(secrets);
        secrets = next;
        for (ServedZone zone : now.zones().values()) {
            SecondaryZone wanted = prepared.zones.get(zone.apex());
            ServedZone old = before.get(zone.apex());
            if (wanted == null
                    || isSecretNew
                    || old == null
                    || isOther(old.rules(), zone.rules(), wanted)) {
                begin(zone, prepared);
            }
        }
    }

    private boolean isOther(ZoneRules old, ZoneRules now, SecondaryZone wanted) {
        return !old.primaries().equals(now.primaries())
                || !old.intake().equals(now.intake())
                || secondaries
                        .zone(wanted.apex())
                        .filter(known -> known.verification().equals(wanted.verification()))
                        .isEmpty();
    }

    /** Follows a zone as is prepared, from the beginning; or no longer. */
    void begin(ServedZone zone, Prepared prepared) {
        Name apex = zone.apex();
        SecondaryZone wanted = prepared.zones.get(apex);
        if (wanted != null) {
            zone.isWell();
            secondaries.put(wanted);
            return;
        }
        secondaries.remove(apex);
        String why = prepared.refused.get(apex);
        if (why != null) {
            zone.isIn(new ServedZone.Trouble(why, clock.instant()));
            LOG.log(Level.ERROR, "zone.refused zone=" + apex + " reason: " + why);
        }
    }
}
