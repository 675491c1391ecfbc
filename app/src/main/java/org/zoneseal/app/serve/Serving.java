package org.zoneseal.app.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneTable;

/**
 * Which zones are served and how, at one instant: swapped as a whole when the configuration or the
 * members of a catalog change. Immutable, but for what each zone is up to.
 */
record Serving(
        ServerConfiguration configuration,
        Map<Name, ServedZone> zones,
        AnswerFacts facts,
        AnswerContext answers,
        TransferContext transfers) {

    /** With a table of just these zones. */
    static Serving of(
            ServerConfiguration configuration, Map<Name, ServedZone> zones, AnswerFacts facts) {
        List<PublishedZone> published = new ArrayList<>(zones.size());
        Map<Name, TransferPolicy> policies = new HashMap<>(zones.size() * 2);
        for (ServedZone zone : zones.values()) {
            published.add(zone.published());
            policies.put(zone.apex(), new TransferPolicy(zone.rules().transfer()));
        }
        ZoneTable table = new ZoneTable(published);
        return new Serving(
                configuration,
                Map.copyOf(zones),
                facts,
                facts.context(table, configuration),
                new TransferContext(
                        table,
                        apex -> policies.getOrDefault(apex, TransferPolicy.CLOSED),
                        configuration.tsig().keys()));
    }

    /** Whether the configuration itself names a zone. */
    boolean isConfigured(Name apex) {
        ServedZone zone = zones.get(apex);
        return zone != null && zone.origin() != ServedZone.Origin.MEMBER;
    }

    /** The zones that list others, in the order of names. */
    List<PublishedZone> catalogs() {
        return zones.values().stream()
                .filter(zone -> zone.origin() == ServedZone.Origin.CATALOG)
                .map(ServedZone::published)
                .sorted(Comparator.comparing(PublishedZone::apex))
                .toList();
    }

    /** How many members a catalog may have. */
    int mostMembers(Name catalog) {
        return configuration.catalog(catalog).map(CatalogRules::most).orElse(0);
    }

    /** How many zones are in each state. */
    Map<ServedZone.State, Integer> states(long nowSeconds) {
        Map<ServedZone.State, Integer> states = new EnumMap<>(ServedZone.State.class);
        for (ServedZone zone : zones.values()) {
            states.merge(zone.state(nowSeconds), 1, Integer::sum);
        }
        return states;
    }
}
