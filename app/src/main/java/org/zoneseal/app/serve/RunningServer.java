package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.secondary.Secondaries;
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
 * <p>What is answered changes in two ways, by {@link #reload} and by catalogs; both hold {@link
 * #changing}.
 */
final class RunningServer {

    private static final Logger LOG = System.getLogger(RunningServer.class.getName());
    private static final Duration RELOAD_WAIT = Duration.ofSeconds(30);
    private static final String STORE = "zones";

    private final Path file;
    private final InstantSource clock;
    private final ZoneStore store;
    private final ServedZones served;
    private final Announcements announcements;
    private final FileZones files;
    private final TransferTally tally = new TransferTally();
    private final Secondaries secondaries;
    private final FollowedZones followed;
    private final CatalogMembers catalogs;
    private final ForgottenZones forgotten;
    private final TransferHandler transfers;
    private final Doors doors;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile List<Future<FileZones.Outcome>> loads = List.of();

    private RunningServer(
            Path file, ServerConfiguration configuration, InstantSource clock, ZoneStore store)
            throws IOException {
        Limits limits = configuration.limits();
        this.file = file;
        this.clock = clock;
        this.store = store;
        this.served = new ServedZones(store, configuration);
        this.announcements = Announcements.start(configuration, clock, served::now);
        this.files =
                new FileZones(
                        store,
                        LoadBudget.ofProcess(limits.loads()),
                        clock,
                        this::published,
                        configuration.base());
        this.secondaries =
                new Secondaries(
                        store,
                        clock,
                        new SecondaryLog(this::published, tally),
                        limits.transfersIn());
        this.followed = new FollowedZones(secondaries, clock);
        this.catalogs =
                new CatalogMembers(apex -> serving().isConfigured(apex), this::membersChanged);
        this.forgotten = new ForgottenZones(store, announcements, secondaries);
        this.transfers =
                new TransferHandler(
                        () -> serving().transfers(), limits.outgoing(), secondaries, clock);
        this.doors = new Doors(this, clock);
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
        ZoneStore store =
                ZoneStore.open(
                        layer,
                        configuration.state().resolve(STORE),
                        options(configuration.history()),
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
        try {
            readCatalogs();
            forgotten.forgetStrangers(serving(), catalogs);
            follow(Map.of());
            doors.open(configuration);
        } catch (IOException | RuntimeException e) {
            closeWithin();
            throw e;
        }
        serving().zones().values().forEach(announcements::announce);
        loads = files.load(serving().zones().values());
    }

    // The members that the disk knows: before anybody asks for one, and before it is judged what on
    // it belongs to nobody.
    private void readCatalogs() throws IOException {
        try {
            catalogs.restore(serving());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while catalogs were read", e);
        }
        served.take(served.next(Set.of(), catalogs.all()));
    }

    private void follow(Map<Name, ServedZone> before) throws IOException {
        Serving now = serving();
        followed.follow(
                FollowedZones.prepare(now.configuration(), now.zones().values()), now, before);
    }

    // Called by the thread that follows catalogs.
    private void membersChanged(CatalogMembers.Change change) {
        changing.lock();
        try {
            change.gone().forEach(forgotten::forget);
            served.take(served.next(change.gone(), catalogs.all()));
            Serving now = serving();
            List<ServedZone> touched =
                    change.touched().stream()
                            .map(now.zones()::get)
                            .filter(Objects::nonNull)
                            .toList();
            FollowedZones.Prepared prepared = FollowedZones.prepare(now.configuration(), touched);
            touched.forEach(zone -> followed.begin(zone, prepared));
            files.load(touched);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "catalog.failed", e);
        } finally {
            changing.unlock();
        }
    }

    private void published(PublishedZone zone) {
        announcements.published(zone);
        ServedZone known = serving().zones().get(zone.apex());
        if (known != null && known.origin() == ServedZone.Origin.CATALOG) {
            catalogs.published(zone, serving().mostMembers(zone.apex()));
        }
    }

    /** Waits until all zone files are read, or refused, or the time is up. */
    boolean awaitLoads(Duration bound) throws InterruptedException {
        return FileZones.await(loads, bound).size() == loads.size();
    }

    /** The line that says that it is ready. */
    String readiness() {
        Map<ServedZone.State, Integer> states = states();
        int good =
                states.getOrDefault(ServedZone.State.SERVED, 0)
                        + states.getOrDefault(ServedZone.State.HELD, 0);
        return "server ready: "
                + doors.listening()
                + " zones="
                + good
                + "/"
                + serving().zones().size();
    }

    Map<ServedZone.State, Integer> states() {
        return serving().states(clock.instant().getEpochSecond());
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
            ServerConfiguration now = serving().configuration();
            ServerConfiguration next = ServerConfiguration.read(file);
            RestartOnly.refuse(now, next);
            Serving wanted = served.next(next, catalogs.all());
            FollowedZones.Prepared prepared = FollowedZones.prepare(next, wanted.zones().values());
            doors.move(now, next);
            change = take(wanted, prepared);
            reading = files.load(wanted.zones().values());
        } catch (CommandException | IOException e) {
            LOG.log(Level.ERROR, "server.reload-refused all is as it was: " + e.getMessage());
            throw e;
        } finally {
            changing.unlock();
        }
        LOG.log(Level.INFO, "server.reloaded " + change);
        return change + "; " + said(FileZones.await(reading, RELOAD_WAIT), reading.size());
    }

    // Nothing here can fail.
    private String take(Serving next, FollowedZones.Prepared prepared) {
        Serving before = serving();
        served.take(next);
        DaemonLog.keep(next.configuration().logLevel());
        Limits limits = next.configuration().limits();
        files.limit(limits.loads());
        secondaries.limit(limits.transfersIn());
        transfers.limit(limits.outgoing());
        List<Name> gone =
                before.zones().keySet().stream()
                        .filter(apex -> !next.zones().containsKey(apex))
                        .toList();
        gone.forEach(forgotten::forget);
        followed.follow(prepared, next, before.zones());
        catalogs.reconfigured(before, next);
        int added = next.zones().size() - before.zones().size() + gone.size();
        return "zones: "
                + next.zones().size()
                + " ("
                + added
                + " added, "
                + gone.size()
                + " removed), listening at "
                + doors.listening();
    }

    private static String said(List<FileZones.Outcome> outcomes, int all) {
        long refused = outcomes.stream().filter(outcome -> !outcome.isGood()).count();
        int left = all - outcomes.size();
        return "zone files: "
                + all
                + (refused == 0 ? "" : ", refused: " + refused + " (see zoneseal zone list)")
                + (left == 0 ? "" : ", still being read: " + left);
    }

    Serving serving() {
        return served.now();
    }

    /** How long its end may take. */
    Duration stopWithin() {
        return serving().configuration().stopWithin();
    }

    Path file() {
        return file;
    }

    ZoneStore store() {
        return store;
    }

    FileZones files() {
        return files;
    }

    Secondaries secondaries() {
        return secondaries;
    }

    CatalogMembers catalogs() {
        return catalogs;
    }

    Announcements announcements() {
        return announcements;
    }

    TransferHandler transfers() {
        return transfers;
    }

    TransferTally tally() {
        return tally;
    }

    Doors doors() {
        return doors;
    }

    /** Ends all of it within the bound. */
    void close(Duration bound) {
        doors.closeToOperators();
        closeWithin();
        doors.stopListening(bound.minus(bound.dividedBy(4)));
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
