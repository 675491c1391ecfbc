package org.zoneseal.interop.answer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.transfer.Ports;

/** NSD, Knot or BIND, serving some zone files on a port of its own, each set to answer alike. */
final class NameServer implements AutoCloseable {

    private static final int TRIES = 600;

    /** The programs. */
    enum Program {
        /** Refuses data below a DNAME, which RFC 6672 §2.4 forbids. */
        NSD(Set.of("dnamehides")),
        /** The same. */
        KNOT(Set.of("dnamehides")),
        /** Refuses NS at a wildcard, which RFC 4592 §4.2 leaves undefined. */
        BIND(Set.of("wildns"));

        private final Set<String> refused;

        Program(Set<String> refused) {
            this.refused = refused;
        }

        /** Features of {@link FeatureZone} that it does not load. */
        Set<String> refused() {
            return refused;
        }
    }

    private final Program program;
    private final Process process;
    private final InetSocketAddress address;
    private final QuerySocket socket;

    private NameServer(Program program, Process process, int port) throws IOException {
        this.program = program;
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.socket = new QuerySocket(address);
    }

    /**
     * Starts one and waits until it answers for all zones.
     *
     * @param zones files by apex
     */
    static NameServer start(Program program, Path folder, Map<String, Path> zones)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve(program.name()));
        int port = Ports.free();
        Process process =
                switch (program) {
                    case NSD ->
                            Peer.of("nsd")
                                    .start(home, "-d", "-c", nsd(home, port, zones).toString());
                    case KNOT ->
                            Peer.of("knotd").start(home, "-c", knot(home, port, zones).toString());
                    case BIND ->
                            Peer.of("named")
                                    .start(
                                            home,
                                            "-f",
                                            "-n",
                                            "1",
                                            "-c",
                                            bind(home, port, zones).toString());
                };
        NameServer server = new NameServer(program, process, port);
        try {
            for (String zone : zones.keySet()) {
                server.await(zone);
            }
        } catch (IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void await(String zone) throws IOException {
        DnsQuery soa = new DnsQuery(zone, "SOA", false);
        for (int i = 0; i < TRIES; i++) {
            if (!process.isAlive()) {
                throw new AssertionError(program + " ended: " + process.exitValue());
            }
            DnsAnswer answer = soa.askOnce(address, 100);
            if (answer != null && answer.code().equals("NOERROR") && answer.isAuthoritative()) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError(program + " does not answer for " + zone);
    }

    /** The answers to some queries, in their order. */
    List<DnsAnswer> ask(List<DnsQuery> queries) throws IOException {
        return socket.ask(queries);
    }

    private static String each(Map<String, Path> zones, BiFunction<String, Path, String> text) {
        StringBuilder all = new StringBuilder();
        zones.forEach((zone, file) -> all.append(text.apply(zone, file)));
        return all.toString();
    }

    private static Path nsd(Path home, int port, Map<String, Path> zones) throws IOException {
        return Files.writeString(
                home.resolve("nsd.conf"),
                """
                server:
                    ip-address: 127.0.0.1
                    port: %2$d
                    server-count: 1
                    username: ""
                    chroot: ""
                    zonesdir: "%1$s"
                    database: ""
                    pidfile: "%1$s/nsd.pid"
                    logfile: "%1$s/nsd.log"
                    xfrdfile: "%1$s/xfrd.state"
                    xfrdir: "%1$s"
                    zonelistfile: "%1$s/zone.list"
                    minimal-responses: yes
                    round-robin: no
                    refuse-any: no
                    ipv4-edns-size: 4096
                    rrl-ratelimit: 0
                    rrl-whitelist-ratelimit: 0
                remote-control:
                    control-enable: no
                """
                                .formatted(home, port)
                        + each(
                                zones,
                                (zone, file) ->
                                        "zone:\n    name: %s\n    zonefile: \"%s\"\n"
                                                .formatted(zone, file)));
    }

    private static Path knot(Path home, int port, Map<String, Path> zones) throws IOException {
        return Files.writeString(
                home.resolve("knot.conf"),
                """
                server:
                    rundir: "%1$s"
                    listen: 127.0.0.1@%2$d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                    udp-max-payload: 4096
                database:
                    storage: "%1$s"
                log:
                  - target: "%1$s/knot.log"
                    any: info
                zone:
                """
                                .formatted(home, port)
                        + each(
                                zones,
                                (zone, file) ->
                                        "  - domain: %s\n    file: \"%s\"\n    semantic-checks: off\n    journal-content: none\n"
                                                .formatted(zone, file)));
    }

    private static Path bind(Path home, int port, Map<String, Path> zones) throws IOException {
        return Files.writeString(
                home.resolve("named.conf"),
                """
                options {
                    directory "%1$s";
                    pid-file "%1$s/named.pid";
                    session-keyfile "%1$s/session.key";
                    listen-on port %2$d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    recursion no;
                    minimal-responses yes;
                    minimal-any no;
                    zero-no-soa-ttl no;
                    dnssec-validation no;
                    empty-zones-enable no;
                    notify no;
                    edns-udp-size 4096;
                    max-udp-size 4096;
                    check-names primary ignore;
                    check-integrity no;
                    check-wildcard no;
                    check-mx ignore;
                    rrset-order { order fixed; };
                };
                logging { channel all { file "%1$s/named.log"; severity info; }; category default { all; }; };
                controls { };
                """
                                .formatted(home, port)
                        + each(
                                zones,
                                (zone, file) ->
                                        "zone \"%s\" { type primary; file \"%s\"; };\n"
                                                .formatted(zone, file)));
    }

    @Override
    public void close() {
        socket.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
