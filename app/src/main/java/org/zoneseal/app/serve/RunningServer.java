package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.dns.Name;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.transfer.Notifier;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.NotifyTarget;
import org.zoneseal.transfer.NotifyTimes;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.StoreOptions;
import org.zoneseal.zones.ZoneStore;

/**
 * An authoritative server that runs: the one place where the store, the zones, the listeners, the
 * transfers and the operator's door are put together.
 *
 * <p>It opens from the inside out: the zones that the disk holds first, then whoever speaks to
 * other servers, then the listeners, and last what has to be read or fetched; so it answers for
 * each zone as soon as there is something to answer. It closes from the outside in.
 *
 * <p>What is answered is one {@link Serving}, replaced as a whole. Everything that replaces it
 * holds {@link #changing}.
 */
final class RunningServer implements Operator {

    private static final Logger LOG = System.getLogger(RunningServer.class.getName());
    private static final Duration RELOAD_WAIT = Duration.ofSeconds(30);
    private static final String STORE = "zones";

    private final Path file;
    private final InstantSource clock;
    private final ZoneStore store;
    private final FileZones files;
    private final Notifier notifier;
    private final TransferHandler transfers;
    private final ReentrantLock changing = new ReentrantLock();
    private final long startedAt;
    private volatile Serving serving;
    private volatile DnsServer dns;
    private volatile ControlServer control;
    private volatile List<Future<FileZones.Outcome>> loads = List.of();

    @SuppressWarnings("NullAway.Init")
    private RunningServer(
            Path file,
            ServerConfiguration configuration,
            InstantSource clock,
            ZoneStore store,
            Notifier notifier) {
        this.file = file;
        this.clock = clock;
        this.store = store;
        this.notifier = notifier;
        this.startedAt = clock.instant().getEpochSecond();
        this.files =
                new FileZones(
                        store,
                        LoadBudget.ofProcess(configuration.limits().loads()),
                        clock,
                        this::published);
        this.serving = serving(configuration, Map.of(), AnswerFacts.of(configuration));
        Limits limits = configuration.limits();
        this.transfers =
                new TransferHandler(
                        () -> serving.transfers(),
                        new TransferLimits(
                                limits.transfersOut(),
                                limits.transfersOutPerClient(),
                                TransferLimits.DEFAULT.bytesPerSecond(),
                                TransferLimits.DEFAULT.grace()),
                        NotifyIntake.NONE,
                        clock);
    }

    /**
     * Opens it; whoever asks is answered when it returns, for the zones that were on the disk.
     *
     * @param file the configuration, which a reload reads again
     */
    static RunningServer open(Path file, ServerConfiguration configuration, InstantSource clock)
            throws IOException {
        Files.createDirectories(configuration.state());
        ServerConfiguration.History history = configuration.history();
        ZoneStore store =
                ZoneStore.open(
                        FileLayer.real(),
                        configuration.state().resolve(STORE),
                        options(history),
                        new StoreLog());
        try {
            Notifier notifier = notifier(configuration, clock);
            RunningServer server = new RunningServer(file, configuration, clock, store, notifier);
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

    private static Notifier notifier(ServerConfiguration configuration, InstantSource clock)
            throws IOException {
        InetSocketAddress ipv4 = new InetSocketAddress("0.0.0.0", 0);
        InetSocketAddress ipv6 = new InetSocketAddress("::", 0);
        for (InetAddress address : configuration.notifyFrom()) {
            if (address instanceof Inet4Address) {
                ipv4 = new InetSocketAddress(address, 0);
            } else {
                ipv6 = new InetSocketAddress(address, 0);
            }
        }
        return Notifier.start(ipv4, ipv6, NotifyTimes.DEFAULT, clock);
    }

    private void start(ServerConfiguration configuration) throws IOException {
        dns =
                DnsServer.start(
                        ListenSettings.of(configuration),
                        () -> serving.answers(),
                        transfers,
                        Intake.none(transfers),
                        clock);
        try {
            control = ControlServer.open(configuration.control(), this);
        } catch (IOException | RuntimeException e) {
            dns.close();
            throw e;
        }
        LOG.log(
                Level.INFO,
                "server.listening addresses="
                        + ListenSettings.text(dns.addresses())
                        + " control="
                        + control.path());
        forgetStrangers();
        loads = loadAll();
    }

    // What is on the disk and in no configuration any more.
    private void forgetStrangers() {
        for (Name stored : store.stored()) {
            if (!serving.zones().containsKey(stored)) {
                forget(stored);
            }
        }
    }

    private void forget(Name apex) {
        notifier.forget(apex);
        store.forget(apex);
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
            ServedZone zone = before.get(settings.name());
            if (zone == null) {
                zone = new ServedZone(store.zone(settings.name()), settings.rules(), origin);
            } else {
                zone.follow(settings.rules(), origin);
            }
            zones.put(settings.name(), zone);
        }
        return Serving.of(configuration, zones, facts);
    }

    private List<Future<FileZones.Outcome>> loadAll() {
        List<Future<FileZones.Outcome>> all = new ArrayList<>();
        for (ServedZone zone : serving.zones().values()) {
            load(zone, FileZones.Serials.LATER, all);
        }
        return all;
    }

    private void load(
            ServedZone zone, FileZones.Serials serials, List<Future<FileZones.Outcome>> all) {
        zone.rules()
                .fileOf(zone.apex(), serving.configuration().base())
                .ifPresent(path -> all.add(files.load(zone, path, serials)));
    }

    private void published(PublishedZone zone) {
        ServedZone served = serving.zones().get(zone.apex());
        Publication now = zone.current();
        if (served != null && now != null) {
            notify(served, now);
        }
    }

    private int notify(ServedZone zone, Publication now) {
        List<NotifyTarget> targets = new ArrayList<>();
        for (RemoteSettings remote : zone.rules().notified()) {
            targets.add(
                    new NotifyTarget(
                            remote.address(),
                            remote.key().flatMap(serving.configuration().tsig().keys()::find)));
        }
        if (!targets.isEmpty()) {
            notifier.changed(zone.apex(), now, targets);
        }
        return targets.size();
    }

    /** Waits until all zone files are read, or refused, or the time is up. */
    boolean awaitLoads(Duration bound) throws InterruptedException {
        return await(loads, bound).size() == loads.size();
    }

    private static List<FileZones.Outcome> await(
            List<Future<FileZones.Outcome>> loads, Duration bound) throws InterruptedException {
        List<FileZones.Outcome> outcomes = new ArrayList<>();
        long end = System.nanoTime() + bound.toNanos();
        for (Future<FileZones.Outcome> load : loads) {
            try {
                outcomes.add(load.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                LOG.log(Level.TRACE, "server.still-loading", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return outcomes;
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

    private Map<ServedZone.State, Integer> states() {
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
            dns.reconfigure(ListenSettings.of(next));
            change = take(next);
            reading = loadAll();
        } catch (CommandException | IOException e) {
            LOG.log(Level.ERROR, "server.reload-refused all is as it was: " + e.getMessage());
            throw e;
        } finally {
            changing.unlock();
        }
        LOG.log(Level.INFO, "server.reloaded " + change);
        return change + "; " + said(await(reading, RELOAD_WAIT), reading.size());
    }

    private static String said(List<FileZones.Outcome> outcomes, int all) {
        long refused = outcomes.stream().filter(outcome -> !outcome.isGood()).count();
        int left = all - outcomes.size();
        return "zone files: "
                + all
                + (refused == 0 ? "" : ", refused: " + refused + " (see zoneseal zone list)")
                + (left == 0 ? "" : ", still being read: " + left);
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

    private String take(ServerConfiguration next) {
        Map<Name, ServedZone> before = serving.zones();
        serving = serving(next, before, serving.facts().next(next));
        DaemonLog.keep(next.logLevel());
        int removed = 0;
        for (Name apex : before.keySet()) {
            if (!serving.zones().containsKey(apex)) {
                forget(apex);
                removed++;
            }
        }
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

    @Override
    public Map<String, Object> operate(ControlRequest request, Consumer<Map<String, Object>> rows) {
        try {
            return switch (request.command()) {
                case STATUS -> status();
                case RELOAD -> Map.of("said", reload());
                case ZONE_LIST -> list(rows);
                case ZONE_SHOW -> show(request);
                case ZONE_RELOAD -> reloadZones(request, rows);
                case ZONE_TRANSFER -> transferZones(request, rows);
                case ZONE_NOTIFY -> notifyZones(request, rows);
            };
        } catch (IOException e) {
            throw CommandException.environment(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.ENVIRONMENT, "the server stops", e);
        }
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("pid", ProcessHandle.current().pid());
        status.put("uptime-seconds", clock.instant().getEpochSecond() - startedAt);
        status.put("configuration", file.toString());
        status.put("listening", ListenSettings.text(dns.addresses()));
        status.put("zones", serving.zones().size());
        states().forEach((state, count) -> status.put("zones-" + ZoneReport.word(state), count));
        status.put("store-stopped", store.isStopped());
        return status;
    }

    private Map<String, Object> list(Consumer<Map<String, Object>> rows) {
        ZoneReport report = report();
        serving.zones().values().stream()
                .sorted(Comparator.comparing(ServedZone::apex))
                .forEach(zone -> rows.accept(report.row(zone)));
        return Map.of("zones", serving.zones().size());
    }

    private ZoneReport report() {
        return new ZoneReport(
                store, serving.configuration().base(), clock.instant().getEpochSecond());
    }

    private Map<String, Object> show(ControlRequest request) {
        return report().all(chosen(request).getFirst());
    }

    private List<ServedZone> chosen(ControlRequest request) {
        Name name = request.zone().orElse(null);
        if (name == null) {
            return serving.zones().values().stream()
                    .sorted(Comparator.comparing(ServedZone::apex))
                    .toList();
        }
        ServedZone zone = serving.zones().get(name);
        if (zone == null) {
            throw new CommandException(
                    ExitCode.BAD,
                    "the zone "
                            + name
                            + " is not served here; zoneseal zone list shows which are, and a new"
                            + " one comes with a line in "
                            + file
                            + " and zoneseal reload");
        }
        return List.of(zone);
    }

    private Map<String, Object> reloadZones(
            ControlRequest request, Consumer<Map<String, Object>> rows)
            throws InterruptedException {
        Map<ServedZone, Future<FileZones.Outcome>> reading = new LinkedHashMap<>();
        for (ServedZone zone : chosen(request)) {
            List<Future<FileZones.Outcome>> one = new ArrayList<>();
            load(zone, request.isForced() ? FileZones.Serials.ANY : FileZones.Serials.LATER, one);
            if (!one.isEmpty()) {
                reading.put(zone, one.getFirst());
            } else if (request.zone().isPresent()) {
                rows.accept(said(zone, false, "comes from primaries: use zoneseal zone transfer"));
            }
        }
        for (Map.Entry<ServedZone, Future<FileZones.Outcome>> one : reading.entrySet()) {
            List<FileZones.Outcome> outcome = await(List.of(one.getValue()), RELOAD_WAIT);
            rows.accept(
                    outcome.isEmpty()
                            ? said(one.getKey(), true, "is still being read")
                            : said(
                                    one.getKey(),
                                    outcome.getFirst().isGood(),
                                    outcome.getFirst().said()));
        }
        return Map.of("zones", reading.size());
    }

    private Map<String, Object> transferZones(
            ControlRequest request, Consumer<Map<String, Object>> rows) {
        for (ServedZone zone : chosen(request)) {
            if (request.zone().isPresent() && !zone.rules().isSecondary()) {
                rows.accept(said(zone, false, "comes from a file: use zoneseal zone reload"));
            }
        }
        return Map.of();
    }

    private Map<String, Object> notifyZones(
            ControlRequest request, Consumer<Map<String, Object>> rows) {
        for (ServedZone zone : chosen(request)) {
            Publication now = zone.published().current();
            int targets = now == null ? 0 : notify(zone, now);
            if (targets > 0) {
                rows.accept(said(zone, true, "is announced to " + targets));
            } else if (request.zone().isPresent()) {
                rows.accept(
                        said(
                                zone,
                                false,
                                now == null
                                        ? "has no version that could be announced"
                                        : "has nobody to announce it to: notify names nobody"));
            }
        }
        return Map.of();
    }

    private static Map<String, Object> said(ServedZone zone, boolean isOk, String what) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("zone", zone.apex());
        row.put("ok", isOk);
        row.put("said", what);
        return row;
    }

    /** Ends all of it within the bound. */
    void close(Duration bound) {
        control.close();
        files.close();
        try {
            notifier.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "server.notifier-left", e);
        }
        dns.stop(bound.minus(bound.dividedBy(4)));
        store.close();
    }
}
