package org.zoneseal.app.serve;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneStore;

/**
 * What is said of zones to an operator.
 *
 * @param nowSeconds since 1970
 */
record ZoneReport(ZoneStore store, Path base, long nowSeconds) {

    static String word(ServedZone.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** A line of {@code zoneseal zone list}. */
    Map<String, Object> row(ServedZone zone) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("zone", zone.apex());
        row.put("state", word(zone.state(nowSeconds)));
        Publication now = zone.published().current();
        if (now != null) {
            row.put("serial", now.serial());
            row.put("records", now.version().records());
        }
        row.put("source", source(zone));
        zone.trouble().ifPresent(trouble -> row.put("problem", trouble.what()));
        return row;
    }

    private String source(ServedZone zone) {
        return zone.rules()
                .fileOf(zone.apex(), base)
                .map(Path::toString)
                .orElseGet(() ->
                        zone.rules().primaries().stream()
                                .map(RemoteSettings::name)
                                .collect(Collectors.joining(", ")));
    }

    /** All of {@code zoneseal zone show}. */
    Map<String, Object> all(ServedZone zone) {
        Map<String, Object> all = row(zone);
        all.put("origin", zone.origin().name().toLowerCase(Locale.ROOT));
        zone.trouble().ifPresent(trouble -> all.put("problem-since", trouble.since()));
        Publication now = zone.published().current();
        if (now != null) {
            version(all, now);
        }
        store.provenance(zone.apex())
                .ifPresent(
                        from -> all.put("received-at", Instant.ofEpochSecond(from.receivedAt())));
        all.put("verify", zone.rules().proof().extent().name().toLowerCase(Locale.ROOT));
        all.put("notify", zone.rules().notified().stream().map(RemoteSettings::name).toList());
        return all;
    }

    private static void version(Map<String, Object> all, Publication now) {
        all.put("names", now.version().nodes());
        all.put("bytes", now.version().packedBytes());
        all.put("history-changes", now.history().size());
        all.put("history-bytes", now.history().stream().mapToLong(ZoneDelta::bytes).sum());
        if (!now.history().isEmpty()) {
            all.put("history-from-serial", now.history().getFirst().fromSerial());
        }
        if (now.expiresAt() != Publication.NEVER) {
            all.put("expires-at", Instant.ofEpochSecond(now.expiresAt()));
        }
    }
}
