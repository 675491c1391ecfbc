package org.zoneseal.app.serve;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.zoneseal.app.serve.CatalogMembers.Membership;
import org.zoneseal.dns.Name;
import org.zoneseal.zones.ZoneStore;

/**
 * Which zones are served: those that the configuration names, and the members of its catalogs.
 *
 * <p>It is one value, replaced as a whole: whoever answers takes {@link #now} once for each batch.
 * The next one is made out of it, so that what is known of a zone goes along. For many readers; one
 * at a time makes the next and takes it.
 */
final class ServedZones {

    private final ZoneStore store;
    private volatile Serving now;

    /** The configuration's own, as the disk knows them. */
    ServedZones(ZoneStore store, ServerConfiguration configuration) {
        this.store = store;
        this.now = next(configuration, AnswerFacts.of(configuration), Map.of(), Map.of());
    }

    Serving now() {
        return now;
    }

    /** From now on these. */
    void take(Serving next) {
        now = next;
    }

    /** What another configuration says. */
    Serving next(ServerConfiguration configuration, Map<Name, Membership> members) {
        return next(configuration, now.facts().next(configuration), now.zones(), members);
    }

    /**
     * With other members.
     *
     * @param anew of which nothing that is known goes along
     */
    Serving next(Set<Name> anew, Map<Name, Membership> members) {
        Map<Name, ServedZone> known = new HashMap<>(now.zones());
        known.keySet().removeAll(anew);
        return next(now.configuration(), now.facts(), known, members);
    }

    private Serving next(
            ServerConfiguration configuration,
            AnswerFacts facts,
            Map<Name, ServedZone> known,
            Map<Name, Membership> members) {
        Map<Name, ServedZone> zones = new LinkedHashMap<>();
        for (ZoneSettings zone : configuration.zones()) {
            ServedZone.Origin origin =
                    zone.catalog().isPresent()
                            ? ServedZone.Origin.CATALOG
                            : ServedZone.Origin.CONFIGURED;
            zones.put(zone.name(), zone(zone.name(), zone.rules(), origin, known));
        }
        members.forEach((apex, membership) ->
                configuration
                        .catalog(membership.catalog())
                        .map(rules -> rules.of(membership.groups()))
                        .ifPresent(rules ->
                                zones.computeIfAbsent(
                                        apex,
                                        _ -> zone(apex, rules, ServedZone.Origin.MEMBER, known))));
        return Serving.of(configuration, zones, facts);
    }

    private ServedZone zone(
            Name apex, ZoneRules rules, ServedZone.Origin origin, Map<Name, ServedZone> known) {
        ServedZone before = known.get(apex);
        return before == null
                ? new ServedZone(store.zone(apex), rules, origin)
                : before.with(rules, origin);
    }
}
