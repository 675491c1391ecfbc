package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.dns.Name;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerCounters;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.StorageException;
import org.zoneseal.transfer.TransferCounters;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.secondary.Secondaries;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.StoreOptions;
import org.zoneseal.zones.ZoneStore;

/**
 * An authoritative server that runs: the one place where the store, the zones, the listeners, the
 * transfers and the operator's door are put together.
 *
 * <p>It opens from the inside out: the zones that the disk holds first, members of catalogs among
 * them, then whoever speaks to other servers, then the listeners, and last what has to be read; so
 * nobody who asks is told that a zone is none that is on the disk, no NOTIFY is lost, and each zone
 * is answered as soon as there is something to answer. It closes from the outside in.
 *
 * <p>What is answered is one {@link Serving}, replaced as a whole. Everything that replaces it
 * holds {@link #changing}.
 */
final class RunningServer {

    private static final Logger LOG = System.getLogger(RunningServer.class.getName());
    private static final Duration RELOAD_WAIT = Duration.ofSeconds(30);
    private static final String STORE = "zones";

    private final Path file;
    private final InstantSource clock;
    private final ZoneStore store;
    private final FileZones files;
    private final Secondaries secondaries;
    private final CatalogMembers catalogs;
    private final TransferTally tally = new TransferTally();
    private final TransferHandler transfers;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Serving serving;
    private volatile DnsServer dns;
    private volatile Announcements announcements;
    private volatile ControlServer control;
    private Optional<MetricsServer> metrics = Optional.empty();
    private String secrets = "";
    private volatile List<Future<FileZones.Outcome>> loads = List.of();

    @SuppressWarnings("NullAway.Init")
    private RunningServer(
            Path file, ServerConfiguration configuration, InstantSource clock, ZoneStore store) {
        this.file = file;
        this.clock = clock;
        this.store = store;
        this.files =
                new FileZones(
                        store,
                        LoadBudget.ofProcess(configuration.limits().loads()),
                        clock,
                        this::published,
                        configuration.base());
        this.secondaries =
                new Secondaries(
                        store,
                        clock,
                        new SecondaryLog(this::published, tally),
                        configuration.limits().transfersIn());
        this.catalogs = new CatalogMembers(this::isConfigured, this::membersChanged);
        this.serving = serving(configuration, Map.of(), AnswerFacts.of(configuration));
        this.transfers =
                new TransferHandler(
                        () -> serving.transfers(),
                        configuration.limits().outgoing(),
                        secondaries,
                        clock);
    }

    /**
     * Opens it; whoever asks is answered when it returns, for the zones that were on the disk.
     *
     * @param file the configuration, which a reload reads again
     */
    static RunningServer open(Path file, ServerConfiguration configuration, InstantSource clock)
            throws IOException {
        return open(file, configuration, clock, FileLayer.real());
    }

    /** The same, with its state in files of another kind. */
    static RunningServer open(
            Path file, ServerConfiguration configuration, InstantSource clock, FileLayer layer)
            throws IOException {
        Files.createDirectories(configuration.state());
        ServerConfiguration.History history = configuration.history();
        ZoneStore store =
                ZoneStore.open(
                        layer,
                        configuration.state().resolve(STORE),
                        options(history),
                        new StoreLog());
        try {
            RunningServer server = new RunningServer(file, configuration, clock, store);
            server.start(configuration);
            return server;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static StoreOptions options(ServerConfiguration.History history) {
        StoreOptions usual = StoreOptions.defaults();
        return new StoreOptions(
                usual.segmentBytes(),
                usual.inlineBytes(),
                usual.recordBytes(),
                usual.changeBytes(),
                history.changes(),
                history.bytes(),
                usual.refreshDelay());
    }

    private void start(ServerConfiguration configuration) throws IOException {
        announcements = Announcements.start(configuration, clock, () -> serving);
        try {
            readCatalogs();
            forgetStrangers();
            follow(secondaryZones(serving), Map.of());
            listen(configuration);
        } catch (IOException | RuntimeException e) {
            closeWithin();
            throw e;
        }
        LOG.log(
                Level.INFO,
                "server.listening addresses="
                        + ListenSettings.text(dns.addresses())
                        + " control="
                        + control.path()
                        + metrics.map(at -> " metrics=" + AddressText.of(at.address())).orElse(""));
        serving.zones().values().forEach(announcements::announce);
        loads = loadAll();
    }

    private void listen(ServerConfiguration configuration) throws IOException {
        dns =
                DnsServer.start(
                        ListenSettings.of(configuration),
                        () -> serving.answers(),
                        transfers,
                        Intake.none(transfers),
                        clock);
        try {
            metrics = openMetrics(configuration);
            control = ControlServer.open(configuration.control(), new ServerOperator(this, clock));
        } catch (IOException | RuntimeException e) {
            metrics.ifPresent(MetricsServer::close);
            dns.close();
            throw e;
        }
    }

    // The members that the disk knows: before anybody asks for one, and before it is judged what on
    // it belongs to nobody. In the order of names, so that of two catalogs that claim a zone it is
    // the same one at each start.
    private void readCatalogs() throws IOException {
        List<PublishedZone> stored =
                new TreeMap<>(serving.zones())
                        .values().stream()
                                .filter(zone -> zone.origin() == ServedZone.Origin.CATALOG)
                                .map(ServedZone::published)
                                .toList();
        try {
            catalogs.restore(stored, this::mostMembers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while catalogs were read", e);
        }
        serving = serving(serving.configuration(), serving.zones(), serving.facts());
    }

    private int mostMembers(Name catalog) {
        return serving.configuration().catalog(catalog).map(CatalogRules::most).orElse(0);
    }

    private boolean isConfigured(Name zone) {
        ServedZone known = serving.zones().get(zone);
        return known != null && known.origin() != ServedZone.Origin.MEMBER;
    }

    // Called by the thread that follows catalogs.
    private void membersChanged(CatalogMembers.Change change) {
        List<Future<FileZones.Outcome>> reading = new ArrayList<>();
        changing.lock();
        try {
            Map<Name, ServedZone> before = new HashMap<>(serving.zones());
            before.keySet().removeAll(change.gone());
            change.gone().forEach(this::forget);
            serving = serving(serving.configuration(), before, serving.facts());
            Map<Name, SecondaryZone> fetched = secondaryZones(serving);
            for (Name apex : change.touched()) {
                ServedZone zone = serving.zones().get(apex);
                if (zone != null) {
                    Optional.ofNullable(fetched.get(apex)).ifPresent(secondaries::put);
                    load(zone, FileZones.Serials.LATER, reading);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "catalog.failed", e);
        } finally {
            changing.unlock();
        }
    }

    private Map<Name, SecondaryZone> secondaryZones(Serving of) throws IOException {
        SecondarySettings settings = new SecondarySettings(of.configuration());
        Map<Name, SecondaryZone> all = new LinkedHashMap<>();
        for (ServedZone zone : of.zones().values()) {
            if (zone.rules().isSecondary()) {
                try {
                    all.put(zone.apex(), settings.of(zone.apex(), zone.rules()));
                } catch (IOException | CommandException e) {
                    failed(zone, String.valueOf(e.getMessage()));
                }
            }
        }
        return all;
    }

    // The configuration's own zones were checked when it was read; members of catalogs come later.
    private void failed(ServedZone zone, String why) {
        zone.isIn(new ServedZone.Trouble(why, clock.instant()));
        LOG.log(Level.ERROR, "zone.refused zone=" + zone.apex() + " reason: " + why);
    }

    // Those that change begin anew: the others go on with what they are doing.
    private void follow(Map<Name, SecondaryZone> fetched, Map<Name, ServedZone> before) {
        String now = serving.configuration().secrets();
        boolean isSecretNew = !now.equals(secrets);
        secrets = now;
        for (ServedZone zone : serving.zones().values()) {
            SecondaryZone next = fetched.get(zone.apex());
            ServedZone old = before.get(zone.apex());
            if (next == null) {
                secondaries.remove(zone.apex());
            } else if (isSecretNew || old == null || isOther(old, zone, next)) {
                secondaries.put(next);
            }
        }
    }

    private boolean isOther(ServedZone old, ServedZone zone, SecondaryZone next) {
        return !old.rules().primaries().equals(zone.rules().primaries())
                || !old.rules().intake().equals(zone.rules().intake())
                || secondaries
                        .zone(zone.apex())
                        .filter(known -> known.verification().equals(next.verification()))
                        .isEmpty();
    }

    // What is on the disk and in no configuration any more. A catalog that has no version yet, or
    // none
    // any more, may still bring its members back.
    private void forgetStrangers() {
        boolean isSure =
                serving.zones().values().stream()
                        .filter(zone -> zone.origin() == ServedZone.Origin.CATALOG)
                        .allMatch(zone ->
                                zone.published().current() != null
                                        && catalogs.trouble(zone.apex()).isEmpty());
        if (!isSure) {
            return;
        }
        for (Name stored : store.stored()) {
            if (!serving.zones().containsKey(stored)) {
                forget(stored);
            }
        }
    }

    private void forget(Name apex) {
        announcements.forget(apex);
        secondaries.remove(apex);
        try {
            store.forget(apex);
        } catch (StorageException e) {
            // It is answered no longer, which is what was asked for. Half a change would be worse
            // than what is left on the disk: the next start forgets it as it does all strangers.
            LOG.log(Level.WARNING, "zone.not-forgotten zone=" + apex + " until the next start", e);
            return;
        }
        LOG.log(Level.INFO, "zone.removed zone=" + apex);
    }

    private Serving serving(
            ServerConfiguration configuration, Map<Name, ServedZone> before, AnswerFacts facts) {
        Map<Name, ServedZone> zones = new LinkedHashMap<>();
        for (ZoneSettings settings : configuration.zones()) {
            ServedZone.Origin origin =
                    settings.catalog().isPresent()
                            ? ServedZone.Origin.CATALOG
                            : ServedZone.Origin.CONFIGURED;
            ServedZone known = before.get(settings.name());
            ServedZone zone =
                    known == null
                            ? new ServedZone(store.zone(settings.name()), settings.rules(), origin)
                            : known.with(settings.rules(), origin);
            zones.put(settings.name(), zone);
        }
        catalogs.all()
                .forEach((apex, membership) ->
                        configuration
                                .catalog(membership.catalog())
                                .map(rules -> rules.of(membership.groups()))
                                .ifPresent(rules ->
                                        zones.computeIfAbsent(
                                                apex, name -> member(name, rules, before))));
        return Serving.of(configuration, zones, facts);
    }

    private ServedZone member(Name apex, ZoneRules rules, Map<Name, ServedZone> before) {
        ServedZone known = before.get(apex);
        return known == null
                ? new ServedZone(store.zone(apex), rules, ServedZone.Origin.MEMBER)
                : known.with(rules, ServedZone.Origin.MEMBER);
    }

    private List<Future<FileZones.Outcome>> loadAll() {
        List<Future<FileZones.Outcome>> all = new ArrayList<>();
        for (ServedZone zone : serving.zones().values()) {
            load(zone, FileZones.Serials.LATER, all);
        }
        return all;
    }

    void load(ServedZone zone, FileZones.Serials serials, List<Future<FileZones.Outcome>> all) {
        zone.rules()
                .fileOf(zone.apex(), serving.configuration().base())
                .ifPresent(path -> all.add(files.load(zone, path, serials)));
    }

    private void published(PublishedZone zone) {
        announcements.published(zone);
        ServedZone served = serving.zones().get(zone.apex());
        if (served != null && served.origin() == ServedZone.Origin.CATALOG) {
            catalogs.published(zone, mostMembers(zone.apex()));
        }
    }

    /** Waits until all zone files are read, or refused, or the time is up. */
    boolean awaitLoads(Duration bound) throws InterruptedException {
        return FileZones.await(loads, bound).size() == loads.size();
    }

    /** The line that says that it is ready. */
    String readiness() {
        Map<ServedZone.State, Integer> states = states();
        int served =
                states.getOrDefault(ServedZone.State.SERVED, 0)
                        + states.getOrDefault(ServedZone.State.HELD, 0);
        return "server ready: "
                + ListenSettings.text(dns.addresses())
                + " zones="
                + served
                + "/"
                + serving.zones().size();
    }

    Map<ServedZone.State, Integer> states() {
        Map<ServedZone.State, Integer> states = new HashMap<>();
        long now = clock.instant().getEpochSecond();
        for (ServedZone zone : serving.zones().values()) {
            states.merge(zone.state(now), 1, Integer::sum);
        }
        return states;
    }

    /**
     * Reads the configuration again and takes it, as a whole or not at all.
     *
     * @return what came of it, for a person
     * @throws CommandException if anything is wrong with it; then all is as it was
     */
    String reload() throws IOException, InterruptedException {
        List<Future<FileZones.Outcome>> reading;
        String change;
        changing.lock();
        try {
            ServerConfiguration next = ServerConfiguration.read(file);
            refuseWhatNeedsARestart(serving.configuration(), next);
            Serving prepared = serving(next, serving.zones(), serving.facts().next(next));
            Map<Name, SecondaryZone> fetched = secondaryZones(prepared);
            reconfigure(next);
            change = take(prepared, fetched);
            reading = loadAll();
        } catch (CommandException | IOException e) {
            LOG.log(Level.ERROR, "server.reload-refused all is as it was: " + e.getMessage());
            throw e;
        } finally {
            changing.unlock();
        }
        LOG.log(Level.INFO, "server.reloaded " + change);
        return change + "; " + said(FileZones.await(reading, RELOAD_WAIT), reading.size());
    }

    private static String said(List<FileZones.Outcome> outcomes, int all) {
        long refused = outcomes.stream().filter(outcome -> !outcome.isGood()).count();
        int left = all - outcomes.size();
        return "zone files: "
                + all
                + (refused == 0 ? "" : ", refused: " + refused + " (see zoneseal zone list)")
                + (left == 0 ? "" : ", still being read: " + left);
    }

    // What can fail comes first; it takes itself back if what follows it fails.
    private void reconfigure(ServerConfiguration next) throws IOException {
        boolean isSame = next.metrics().equals(serving.configuration().metrics());
        Optional<MetricsServer> others = isSame ? metrics : openMetrics(next);
        try {
            dns.reconfigure(ListenSettings.of(next));
        } catch (IOException | RuntimeException e) {
            if (!isSame) {
                others.ifPresent(MetricsServer::close);
            }
            throw e;
        }
        if (!isSame) {
            metrics.ifPresent(MetricsServer::close);
            metrics = others;
        }
    }

    private Optional<MetricsServer> openMetrics(ServerConfiguration configuration)
            throws IOException {
        InetSocketAddress address = configuration.metrics().orElse(null);
        if (address == null) {
            return Optional.empty();
        }
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.log(
                    Level.WARNING,
                    "metrics.open whoever reaches " + AddressText.of(address) + " can read them");
        }
        return Optional.of(MetricsServer.open(address, new ServerMetrics(this)::text));
    }

    private static void refuseWhatNeedsARestart(ServerConfiguration now, ServerConfiguration next) {
        List<String> changed = new ArrayList<>();
        if (!now.state().equals(next.state())) {
            changed.add("state");
        }
        if (!now.control().equals(next.control())) {
            changed.add("control");
        }
        if (!now.history().equals(next.history())) {
            changed.add("history");
        }
        if (!now.notifyFrom().equals(next.notifyFrom())) {
            changed.add("notify-from");
        }
        if (!changed.isEmpty()) {
            throw CommandException.usage(
                    "a change of " + String.join(", ", changed) + " needs a restart");
        }
    }

    private String take(Serving next, Map<Name, SecondaryZone> fetched) {
        Map<Name, ServedZone> before = serving.zones();
        serving = next;
        DaemonLog.keep(next.configuration().logLevel());
        limit(next.configuration().limits());
        int removed = 0;
        for (Name apex : before.keySet()) {
            if (!serving.zones().containsKey(apex)) {
                forget(apex);
                removed++;
            }
        }
        follow(fetched, before);
        followCatalogs(before);
        int added = serving.zones().size() - before.size() + removed;
        return "zones: "
                + serving.zones().size()
                + " ("
                + added
                + " added, "
                + removed
                + " removed), listening at "
                + ListenSettings.text(dns.addresses());
    }

    private void limit(Limits limits) {
        files.limit(limits.loads());
        secondaries.limit(limits.transfersIn());
        transfers.limit(limits.outgoing());
    }

    // A catalog that is one no longer lets its members go; the others may have other limits now.
    private void followCatalogs(Map<Name, ServedZone> before) {
        for (ServedZone old : before.values()) {
            if (old.origin() == ServedZone.Origin.CATALOG
                    && serving.configuration().catalog(old.apex()).isEmpty()) {
                catalogs.forget(old.apex());
            }
        }
        for (ServedZone zone : serving.zones().values()) {
            if (zone.origin() == ServedZone.Origin.CATALOG) {
                catalogs.published(zone.published(), mostMembers(zone.apex()));
            }
        }
    }

    CatalogMembers catalogs() {
        return catalogs;
    }

    ServerCounters counters() {
        return dns.counters();
    }

    TransferHandler transfers() {
        return transfers;
    }

    TransferCounters transferCounters() {
        return transfers.counters();
    }

    TransferTally tally() {
        return tally;
    }

    Serving serving() {
        return serving;
    }

    ZoneStore store() {
        return store;
    }

    Secondaries secondaries() {
        return secondaries;
    }

    Announcements announcements() {
        return announcements;
    }

    /** How long its end may take. */
    Duration stopWithin() {
        return serving.configuration().stopWithin();
    }

    Path file() {
        return file;
    }

    List<Listener> listeners() {
        return dns.addresses();
    }

    String listening() {
        return ListenSettings.text(dns.addresses());
    }

    /** Ends all of it within the bound. */
    void close(Duration bound) {
        control.close();
        metrics.ifPresent(MetricsServer::close);
        closeWithin();
        dns.stop(bound.minus(bound.dividedBy(4)));
        store.close();
    }

    // All but the doors, and the store below.
    private void closeWithin() {
        files.close();
        catalogs.close();
        secondaries.close();
        try {
            announcements.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "server.notifier-left", e);
        }
    }
}
