package org.zoneseal.app.serve;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.catalog.CatalogChange;
import org.zoneseal.transfer.catalog.CatalogMember;
import org.zoneseal.transfer.catalog.Catalogs;
import org.zoneseal.transfer.catalog.MemberZones;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneVersion;

/**
 * The zones that catalogs list, as they are to be served (RFC 9432).
 *
 * <p>Versions of catalogs are followed by a thread of their own, one after the other: whoever
 * publishes one does not wait for what it brings along.
 */
final class CatalogMembers implements MemberZones, AutoCloseable {

    private static final Logger LOG = System.getLogger(CatalogMembers.class.getName());

    private final Predicate<Name> configured;
    private final Consumer<Change> server;
    private final Map<Name, Membership> members = new ConcurrentHashMap<>();
    private final Map<Name, String> broken = new ConcurrentHashMap<>();
    private final Catalogs catalogs = new Catalogs(this, Integer.MAX_VALUE);
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("zoneseal-catalogs").daemon().factory());
    // Of that thread alone.
    private boolean isRestoring;

    /** Why a zone is served. */
    record Membership(Name catalog, List<String> groups) {}

    /**
     * What is other than before.
     *
     * @param gone zones to forget, those that begin anew among them
     * @param touched zones to serve from now on, or by other rules
     */
    record Change(Set<Name> gone, Set<Name> touched) {}

    /**
     * @param configured whether the configuration itself names a zone
     * @param server carries changes out
     */
    CatalogMembers(Predicate<Name> configured, Consumer<Change> server) {
        this.configured = configured;
        this.server = server;
    }

    /** All members, by name. */
    Map<Name, Membership> all() {
        return Map.copyOf(members);
    }

    /** Why a catalog is not followed, if it is not. */
    Optional<String> trouble(Name catalog) {
        return Optional.ofNullable(broken.get(catalog));
    }

    /** Follows the version of a catalog that is published now; does not wait. */
    void published(PublishedZone catalog, int most) {
        later(() -> follow(catalog, version -> catalogs.published(catalog.apex(), version, most)));
    }

    /**
     * Takes up the versions that the disk holds, done when it returns. Nothing is forgotten, and
     * the server is not told: it asks for {@link #all()} of them then. Of two catalogs that claim a
     * zone it is the same one at each start.
     */
    void restore(Serving serving) throws InterruptedException {
        try {
            thread.submit(
                            () -> {
                                isRestoring = true;
                                try {
                                    serving.catalogs()
                                            .forEach(catalog -> restore(catalog, serving));
                                } finally {
                                    isRestoring = false;
                                }
                            })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void restore(PublishedZone catalog, Serving serving) {
        Name apex = catalog.apex();
        follow(catalog, version -> catalogs.stored(apex, version, serving.mostMembers(apex)));
    }

    private void forget(Name catalog) {
        later(() -> {
            broken.remove(catalog);
            catalogs.forget(catalog);
        });
    }

    /**
     * A catalog that is one no longer lets its members go; the others may have other limits now.
     */
    void reconfigured(Serving before, Serving now) {
        for (PublishedZone old : before.catalogs()) {
            if (now.configuration().catalog(old.apex()).isEmpty()) {
                forget(old.apex());
            }
        }
        now.catalogs().forEach(catalog -> published(catalog, now.mostMembers(catalog.apex())));
    }

    private void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "catalog.ignored the server stops", e);
        }
    }

    private void follow(PublishedZone catalog, Consumer<ZoneVersion> how) {
        Publication now = catalog.current();
        if (now != null) {
            broken.remove(catalog.apex());
            how.accept(now.version());
        }
    }

    @Override
    public boolean isConfigured(Name zone) {
        return configured.test(zone);
    }

    @Override
    public void apply(Name catalog, List<CatalogChange> changes) {
        Set<Name> gone = new HashSet<>();
        Set<Name> touched = new HashSet<>();
        for (CatalogChange change : changes) {
            switch (change) {
                case CatalogChange.Add add -> {
                    take(add.catalog(), add.member(), touched);
                    say("catalog.member-added", add.catalog(), add.zone());
                }
                case CatalogChange.Regroup regroup -> {
                    take(regroup.catalog(), regroup.member(), touched);
                    say("catalog.member-regrouped", regroup.catalog(), regroup.zone());
                }
                case CatalogChange.Reset reset -> {
                    gone.add(reset.zone());
                    take(reset.catalog(), reset.member(), touched);
                    say("catalog.member-reset", reset.catalog(), reset.zone());
                }
                case CatalogChange.Remove remove -> {
                    gone.add(remove.zone());
                    members.remove(remove.zone());
                    say("catalog.member-removed", remove.catalog(), remove.zone());
                }
                case CatalogChange.Clash clash ->
                        LOG.log(
                                Level.WARNING,
                                "catalog.clash zone="
                                        + clash.zone()
                                        + " catalog="
                                        + clash.catalog()
                                        + " "
                                        + clash.reason());
            }
        }
        if (!isRestoring) {
            server.accept(new Change(gone, touched));
        }
    }

    private void take(Name catalog, CatalogMember member, Set<Name> touched) {
        members.put(member.zone(), new Membership(catalog, member.groups()));
        touched.add(member.zone());
    }

    private static void say(String event, Name catalog, Name zone) {
        LOG.log(Level.INFO, event + " zone=" + zone + " catalog=" + catalog);
    }

    @Override
    public void broken(Name catalog, String reason) {
        broken.put(catalog, reason);
        LOG.log(
                Level.ERROR,
                "catalog.broken zone=" + catalog + " its members stay as they are: " + reason);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
