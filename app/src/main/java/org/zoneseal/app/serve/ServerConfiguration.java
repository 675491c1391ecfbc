package org.zoneseal.app.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.app.StateFolder;
import org.zoneseal.app.daemon.ConfigurationFile;
import org.zoneseal.app.daemon.LogLevels;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.AddressPrefix;

/**
 * What {@code zoneseal run} is told by its configuration file; {@code zoneseal config-template}
 * says what each key means. Secrets stand in files of their own, which are named here.
 *
 * @param base the file's folder, which relative paths begin at
 * @param proxies who may name the client in front of a query (PROXYv2)
 * @param lanes threads that answer UDP
 * @param notifyFrom what NOTIFY is sent from: an IPv4 and an IPv6 address at most
 * @param catalogs the rules of the zones among them that are catalogs
 * @param control the socket that {@code zoneseal zone} and {@code zoneseal reload} speak to
 * @param metrics where Prometheus asks
 */
record ServerConfiguration(
        Path base,
        Path state,
        List<ListenAddress> listen,
        List<AddressPrefix> proxies,
        int lanes,
        Optional<TlsIdentityFiles> tls,
        TsigSettings tsig,
        AnswerRules answers,
        CookieRules cookies,
        Optional<RateRules> rates,
        Limits limits,
        History history,
        List<InetAddress> notifyFrom,
        List<ZoneSettings> zones,
        Map<Name, CatalogRules> catalogs,
        Path control,
        Optional<InetSocketAddress> metrics,
        Duration stopWithin,
        System.Logger.Level logLevel) {

    private static final int METRICS_PORT = 9153;
    private static final int MOST_LANES = 64;

    /**
     * How many changes of each zone are kept for IXFR.
     *
     * @param changes how many
     * @param bytes and in memory
     */
    record History(int changes, long bytes) {

        static History read(Section section) {
            History history =
                    new History(
                            section.number("changes", 0, 1_000_000, 1000),
                            section.bytes("bytes", 0, 1L << 40, 16L << 20));
            section.end();
            return history;
        }
    }

    /**
     * Reads a file.
     *
     * @throws org.zoneseal.app.daemon.ConfigurationException with all problems
     */
    static ServerConfiguration read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path base = folder == null ? Path.of("/") : folder;
        return ConfigurationFile.read(file, root -> read(root, base));
    }

    static ServerConfiguration read(Section root, Path base) {
        Surroundings files = Surroundings.in(base);
        TsigSettings tsig = TsigSettings.read(root.section("tsig"), files);
        Surroundings withKeys = files.withKeys(tsig.names());
        Map<String, RemoteSettings> servers = new LinkedHashMap<>();
        root.named("servers")
                .forEach((name, section) ->
                        servers.put(name, RemoteSettings.read(name, section, withKeys)));
        Surroundings all = withKeys.withServers(servers);
        Map<String, ZoneRules> templates = templates(root, all);
        Path state =
                files.path(root, "state").orElseGet(() -> StateFolder.ofEnvironment().server());
        List<ZoneSettings> zones = zones(root, templates, all);
        ServerConfiguration settings =
                new ServerConfiguration(
                        base,
                        state,
                        listen(root),
                        AccessRules.prefixes(root, "proxies"),
                        root.number("lanes", 1, MOST_LANES, defaultLanes()),
                        TlsIdentityFiles.read(root.section("tls"), files),
                        tsig,
                        AnswerRules.read(root.section("answers")),
                        CookieRules.read(root.section("cookies"), files),
                        RateRules.read(root),
                        Limits.read(root.section("limits")),
                        History.read(root.section("history")),
                        notifyFrom(root),
                        zones,
                        catalogs(zones),
                        files.path(root, "control").orElseGet(() -> ControlSocket.in(state)),
                        metrics(root),
                        root.duration(
                                "stop-within",
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(10)),
                        LogLevels.read(root.section("log")));
        if (settings.usesTls() && settings.tls.isEmpty()) {
            root.problem("listen", "has a tls: address; that needs certificate and key under tls");
        }
        return settings;
    }

    private static int defaultLanes() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
    }

    private boolean usesTls() {
        return listen.stream()
                .anyMatch(address -> address.transports().contains(ListenAddress.Over.TLS));
    }

    private static List<ListenAddress> listen(Section root) {
        List<ListenAddress> listen = new ArrayList<>();
        root.each(
                "listen",
                text -> {
                    ListenAddress address = ListenAddress.parse(text);
                    if (listen.stream().anyMatch(address::collidesWith)) {
                        throw new IllegalArgumentException("has " + text + " twice");
                    }
                    listen.add(address);
                });
        if (!root.has("listen")) {
            root.problem("listen is missing: at which addresses? Such as 127.0.0.1:5300");
        }
        return List.copyOf(listen);
    }

    private static List<InetAddress> notifyFrom(Section root) {
        List<InetAddress> from = new ArrayList<>();
        root.each(
                "notify-from",
                text -> {
                    InetAddress address = AddressText.alone(text);
                    if (from.stream().anyMatch(other -> other.getClass() == address.getClass())) {
                        throw new IllegalArgumentException("has two addresses of one family");
                    }
                    from.add(address);
                });
        return List.copyOf(from);
    }

    private static Optional<InetSocketAddress> metrics(Section root) {
        List<InetSocketAddress> read = new ArrayList<>();
        root.each("metrics", text -> read.add(AddressText.withPort(text, METRICS_PORT)));
        return read.stream().findFirst();
    }

    private static Map<String, ZoneRules> templates(Section root, Surroundings surroundings) {
        Map<String, ZoneRules> templates = new LinkedHashMap<>();
        root.named("templates")
                .forEach((name, section) -> {
                    templates.put(name, ZoneRules.read(section, ZoneRules.DEFAULTS, surroundings));
                    section.end();
                });
        return templates;
    }

    private static Map<Name, CatalogRules> catalogs(List<ZoneSettings> zones) {
        Map<Name, CatalogRules> catalogs = new HashMap<>();
        for (ZoneSettings zone : zones) {
            zone.catalog().ifPresent(rules -> catalogs.put(zone.name(), rules));
        }
        return catalogs;
    }

    private static List<ZoneSettings> zones(
            Section root, Map<String, ZoneRules> templates, Surroundings surroundings) {
        List<ZoneSettings> zones = new ArrayList<>();
        Map<Name, Integer> lines = new HashMap<>();
        for (Section section : root.sections("zones", "name")) {
            for (ZoneSettings zone : ZoneSettings.read(section, templates, surroundings)) {
                Integer first = lines.putIfAbsent(zone.name(), zone.line());
                if (first == null) {
                    zones.add(zone);
                } else {
                    section.problem(
                            "the zone " + zone.name() + " is there already, in line " + first);
                }
            }
        }
        return List.copyOf(zones);
    }

    /** How the members of a catalog are served, if that zone is one. */
    Optional<CatalogRules> catalog(Name name) {
        return Optional.ofNullable(catalogs.get(name));
    }

    /** Another text when a key or a certificate that we use towards other servers is another. */
    String secrets() {
        return tsig.mark()
                + tls.map(files -> FileMark.of(files.certificate()) + FileMark.of(files.key()))
                        .orElse("");
    }
}
