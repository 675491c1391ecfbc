package org.zoneseal.app.serve;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.zoneseal.transfer.secondary.Secondaries;
import org.zoneseal.transfer.secondary.SecondaryStatus;
import org.zoneseal.zones.ProofRecord;
import org.zoneseal.zones.Provenance;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneStore;

/**
 * What is said of zones to an operator.
 *
 * @param nowSeconds since 1970
 */
record ZoneReport(
        ZoneStore store,
        Secondaries secondaries,
        CatalogMembers catalogs,
        Path base,
        long nowSeconds) {

    static String word(ServedZone.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** A line of {@code zoneseal zone list}. */
    Map<String, Object> row(ServedZone zone) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("zone", zone.apex());
        row.put("state", state(zone));
        Publication now = zone.published().current();
        if (now != null) {
            row.put("serial", now.serial());
            row.put("records", now.version().records());
        }
        row.put("source", source(zone));
        problem(zone).ifPresent(what -> row.put("problem", what));
        return row;
    }

    private String state(ServedZone zone) {
        boolean isStale =
                status(zone)
                        .filter(status -> status.state() == SecondaryStatus.State.STALE)
                        .isPresent();
        ServedZone.State state = zone.state(nowSeconds);
        return isStale && state == ServedZone.State.SERVED ? "stale" : word(state);
    }

    private Optional<SecondaryStatus> status(ServedZone zone) {
        return zone.rules().isSecondary() ? secondaries.status(zone.apex()) : Optional.empty();
    }

    private Optional<String> problem(ServedZone zone) {
        Optional<String> asCatalog = catalogs.trouble(zone.apex());
        return asCatalog.isPresent() ? asCatalog : problemOfItself(zone);
    }

    private Optional<String> problemOfItself(ServedZone zone) {
        return status(zone)
                .map(status -> status.lastFailure().map(Object::toString))
                .orElseGet(() -> zone.trouble().map(ServedZone.Trouble::what));
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
        CatalogMembers.Membership membership = catalogs.all().get(zone.apex());
        if (membership != null) {
            all.put("catalog", membership.catalog());
            all.put("groups", membership.groups());
        }
        zone.trouble().ifPresent(trouble -> all.put("problem-since", trouble.since()));
        Publication now = zone.published().current();
        if (now != null) {
            version(all, now);
        }
        store.provenance(zone.apex())
                .ifPresent(
                        from -> all.put("received-at", Instant.ofEpochSecond(from.receivedAt())));
        status(zone).ifPresent(status -> secondary(all, status));
        store.provenance(zone.apex())
                .flatMap(Provenance::proof)
                .ifPresent(proof -> proof(all, proof));
        all.put("verify", zone.rules().proof().extent().name().toLowerCase(Locale.ROOT));
        all.put("notify", zone.rules().notified().stream().map(RemoteSettings::name).toList());
        return all;
    }

    private static void secondary(Map<String, Object> all, SecondaryStatus status) {
        all.put("activity", status.activity().name().toLowerCase(Locale.ROOT));
        status.primary().ifPresent(primary -> all.put("primary", primary));
        time(all, "checked-at", status.checkedAt());
        time(all, "next-check", status.nextDue());
    }

    private static void time(Map<String, Object> all, String key, OptionalLong seconds) {
        seconds.ifPresent(at -> all.put(key, Instant.ofEpochSecond(at)));
    }

    private static void proof(Map<String, Object> all, ProofRecord proof) {
        all.put("verified", proof.mode().name().toLowerCase(Locale.ROOT));
        if (proof.earliestExpiry() != Long.MAX_VALUE) {
            all.put("first-signature-ends", Instant.ofEpochSecond(proof.earliestExpiry()));
        }
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
