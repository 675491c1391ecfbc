package org.zoneseal.transfer.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.zones.ZoneVersion;

/**
 * Follows catalog zones: remembers which zone came from which catalog, and says what a new version
 * of a catalog changes (RFC 9432 §5). For many threads, one version at a time.
 *
 * <p>A zone belongs to the catalog that listed it first. Another one gets it only if the owner
 * names it as the zone's new catalog (§4.3.1); otherwise, and for zones that are configured by
 * hand, and for the catalog itself, the listing is a clash and nothing happens (§5.2). What a
 * catalog does not own it cannot remove. After a restart the same comes out of the catalogs' stored
 * versions, in whatever order they are read: the catalog that a zone has gone over to keeps it.
 *
 * <p>What is stored of a zone that goes over stays if the new catalog lists it with the same unique
 * label (§4.3.1). And it stays whatever stored versions say: what they ask for was done when they
 * came, and an order of reading must not cost a zone its data.
 */
public final class Catalogs {

    private record Owned(Name catalog, CatalogMember member) {}

    private enum Source {
        PRIMARY,
        STORE
    }

    private final MemberZones zones;
    private final int most;
    private final Map<Name, Owned> owners = new HashMap<>();
    private final Map<Name, Map<Name, CatalogMember>> listed = new HashMap<>();

    /**
     * @param most how many members one catalog may have
     */
    public Catalogs(MemberZones zones, int most) {
        this.zones = zones;
        this.most = most;
    }

    /** Follows a version of a catalog zone, unless it is broken. */
    public void published(Name catalog, ZoneVersion version) {
        published(catalog, version, most);
    }

    /** Follows a version of a catalog zone that may have so many members. */
    public synchronized void published(Name catalog, ZoneVersion version, int members) {
        read(catalog, version, members, Source.PRIMARY);
    }

    /** Takes up a version that was stored before this server began. No member begins anew by it. */
    public synchronized void stored(Name catalog, ZoneVersion version, int members) {
        read(catalog, version, members, Source.STORE);
    }

    private void read(Name catalog, ZoneVersion version, int members, Source source) {
        switch (CatalogZone.read(version, members)) {
            case CatalogReading.Broken(String reason) -> zones.broken(catalog, reason);
            case CatalogReading.Members(Map<Name, CatalogMember> found) ->
                    follow(catalog, found, source);
        }
    }

    /** Follows a catalog no longer: its members go. */
    public synchronized void forget(Name catalog) {
        follow(catalog, Map.of(), Source.PRIMARY);
        listed.remove(catalog);
    }

    /** The catalog that a zone was taken from. */
    public synchronized Optional<Name> catalogOf(Name zone) {
        return Optional.ofNullable(owners.get(zone)).map(Owned::catalog);
    }

    private void follow(Name catalog, Map<Name, CatalogMember> found, Source source) {
        List<CatalogChange> changes = new ArrayList<>();
        Map<Name, CatalogMember> before = listed.getOrDefault(catalog, Map.of());
        for (Name zone : new TreeSet<>(before.keySet())) {
            Owned owned = owners.get(zone);
            if (!found.containsKey(zone) && owned != null && owned.catalog().equals(catalog)) {
                owners.remove(zone);
                if (!zones.isConfigured(zone)) {
                    changes.add(succeeded(owned, zone));
                }
            }
        }
        listed.put(catalog, found);
        for (Name zone : new TreeSet<>(found.keySet())) {
            CatalogMember member = found.get(zone);
            if (member != null) {
                change(catalog, member, before.get(zone), source).ifPresent(changes::add);
            }
        }
        if (!changes.isEmpty()) {
            zones.apply(catalog, changes);
        }
    }

    /** A zone that its owner has dropped goes, or to another catalog that lists it already. */
    private CatalogChange succeeded(Owned owned, Name zone) {
        for (Name other : new TreeSet<>(listed.keySet())) {
            CatalogMember member = listed.getOrDefault(other, Map.of()).get(zone);
            if (!other.equals(owned.catalog()) && member != null) {
                owners.put(zone, new Owned(other, member));
                return isSameMember(owned, other, member)
                        ? new CatalogChange.Regroup(other, member)
                        : new CatalogChange.Reset(other, member);
            }
        }
        return new CatalogChange.Remove(owned.catalog(), zone);
    }

    /** Whether the owner hands the zone over with all that belongs to it (§4.3.1). */
    private static boolean isSameMember(Owned owned, Name catalog, CatalogMember member) {
        return isHandedTo(owned, catalog)
                && owned.member().uniqueLabel().equals(member.uniqueLabel());
    }

    private static boolean isHandedTo(Owned owned, Name catalog) {
        return owned.member().newCatalog().filter(catalog::equals).isPresent();
    }

    private Optional<CatalogChange> change(
            Name catalog, CatalogMember member, @Nullable CatalogMember before, Source source) {
        Name zone = member.zone();
        Owned owned = owners.get(zone);
        if (zone.equals(catalog)) {
            return clash(catalog, member, before, "a catalog is no member of itself");
        }
        if (zones.isConfigured(zone)) {
            return clash(catalog, member, before, "the zone is configured by other means");
        }
        if (owned == null) {
            owners.put(zone, new Owned(catalog, member));
            return Optional.of(new CatalogChange.Add(catalog, member));
        }
        if (owned.catalog().equals(catalog)) {
            owners.put(zone, new Owned(catalog, member));
            return inPlace(catalog, owned.member(), member);
        }
        if (isHandedTo(owned, catalog)) {
            owners.put(zone, new Owned(catalog, member));
            return Optional.of(
                    source == Source.STORE || isSameMember(owned, catalog, member)
                            ? new CatalogChange.Regroup(catalog, member)
                            : new CatalogChange.Reset(catalog, member));
        }
        if (member.newCatalog().filter(owned.catalog()::equals).isPresent()) {
            return Optional.empty();
        }
        return clash(catalog, member, before, "the zone belongs to the catalog " + owned.catalog());
    }

    private static Optional<CatalogChange> inPlace(
            Name catalog, CatalogMember before, CatalogMember member) {
        if (!before.node().equals(member.node())) {
            return Optional.of(new CatalogChange.Reset(catalog, member));
        }
        return before.groups().equals(member.groups())
                ? Optional.empty()
                : Optional.of(new CatalogChange.Regroup(catalog, member));
    }

    /** Told once, when the listing is new. */
    private static Optional<CatalogChange> clash(
            Name catalog, CatalogMember member, @Nullable CatalogMember before, String reason) {
        return before != null && before.node().equals(member.node())
                ? Optional.empty()
                : Optional.of(new CatalogChange.Clash(catalog, member, reason));
    }
}
