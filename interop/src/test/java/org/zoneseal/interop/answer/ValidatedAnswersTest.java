package org.zoneseal.interop.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileWriter;
import org.zoneseal.interop.Peer;
import org.zoneseal.signer.Denial;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Every negative answer and every answer from a wildcard that we give from zones that we signed is
 * proved: Unbound says so of all of them, {@code delv} of some.
 */
class ValidatedAnswersTest {

    private static final int DELV_QUERIES = 12;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"nsec, 21", "nsec3, 22", "optOut, 23"})
    void negativeAndWildcardAnswers_validate(String denial, long seed) throws IOException {
        FeatureZone.Made made = FeatureZone.without(seed, Set.of("dnamehides", "wildns"));
        long now = Instant.now().getEpochSecond();
        ServedZones zones = ServedZones.signed(made, folder, denial(denial), now);
        AnswerContext context =
                new AnswerContext(zones.table(), AnswerSettings.DEFAULT.withUdpPayload(4096));
        List<DnsQuery> queries = interesting(made, context);
        assertThat(queries).hasSizeGreaterThan(150);
        Path anchor = anchor(zones.version(FeatureZone.ORIGIN));
        List<String> failures = new ArrayList<>();
        try (EngineSocket server = new EngineSocket(context)) {
            int port = freePort();
            Process unbound =
                    Peer.of("unbound")
                            .start(folder, "-d", "-c", unbound(port, server.port(), anchor));
            try {
                InetSocketAddress resolver =
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                await(resolver);
                for (DnsQuery query : queries) {
                    DnsAnswer ours = query.ask(new QueryEngine(), context, now);
                    DnsAnswer theirs = query.recursive().ask(resolver);
                    boolean mayBeInsecure = denial.equals("optOut");
                    // Of a DS that an empty wildcard denies, Unbound says NXDOMAIN, and secure.
                    boolean isSame =
                            theirs.code().equals(ours.code())
                                    || query.type().equals("DS") && theirs.isAuthentic();
                    if (!isSame || !theirs.isAuthentic() && !mayBeInsecure) {
                        failures.add(query + "\n  we: " + ours + "\n  Unbound: " + theirs);
                    }
                }
            } finally {
                unbound.destroy();
            }
            delv(queries, server.port(), zones.version(FeatureZone.ORIGIN), denial, failures);
        }
        assertThat(String.join("\n", failures)).isEmpty();
    }

    private static Denial denial(String name) {
        return switch (name) {
            case "nsec" -> new Denial.Nsec();
            case "nsec3" -> Denial.Nsec3.plain(false);
            case "optOut" -> Denial.Nsec3.plain(true);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Questions whose answers have a proof in them and do not lead out of the zone. */
    private static List<DnsQuery> interesting(FeatureZone.Made made, AnswerContext context) {
        QueryEngine engine = new QueryEngine();
        List<DnsQuery> queries = new ArrayList<>();
        for (String name : made.names()) {
            for (String type : List.of("A", "TXT", "DS")) {
                DnsQuery query = new DnsQuery(name, type, true);
                DnsAnswer answer = query.ask(engine, context, 1);
                boolean hasProof =
                        answer.authority().stream()
                                .anyMatch(l -> l.contains("\tnsec\t") || l.contains("\tnsec3\t"));
                boolean leaves =
                        answer.answer().stream()
                                .anyMatch(l -> l.contains("name\t") && l.endsWith(".test."));
                boolean refers = answer.authority().stream().anyMatch(l -> l.contains("\tns\t"));
                // A resolver says SERVFAIL to a chain without an end, however well it is proved.
                boolean loops = FeatureZone.featureOf(name).matches(".*(loop|self|long)");
                // Unbound asks the parent for the apex's DS, and finds no way to check what was
                // expanded for a name that begins with a "*" itself; delv does, below.
                boolean isOdd = name.equals(FeatureZone.ORIGIN) || name.startsWith("*.x.wild");
                if (!isOdd
                        && name.endsWith(FeatureZone.ORIGIN)
                        && !name.endsWith(FeatureZone.CHILD)
                        && answer.isAuthoritative()
                        && hasProof
                        && !leaves
                        && !refers
                        && !loops) {
                    queries.add(query);
                }
            }
        }
        return queries;
    }

    private Path anchor(ZoneVersion version) throws IOException {
        Path file = folder.resolve("anchor");
        byte[] owner = new byte[256];
        try (ZoneFileWriter out = new ZoneFileWriter(Files.newOutputStream(file))) {
            NodeCursor nodes = version.nodeCursor();
            nodes.next();
            nodes.owner(owner, 0);
            RrsetCursor rrsets = nodes.rrsets();
            rrsets.find(RecordType.DNSKEY);
            RdataCursor keys = rrsets.rdatas();
            while (keys.next()) {
                if ((keys.bytes()[keys.offset() + 1] & 1) != 0) {
                    out.record(
                            owner,
                            0,
                            RecordType.DNSKEY,
                            3600,
                            keys.bytes(),
                            keys.offset(),
                            keys.length());
                }
            }
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Nothing is cached and nothing is concluded from proofs of other questions. */
    private String unbound(int port, int serverPort, Path anchor) throws IOException {
        return Files.writeString(
                        folder.resolve("unbound.conf"),
                        """
                        server:
                            interface: 127.0.0.1
                            port: %2$d
                            username: ""
                            chroot: ""
                            directory: "%1$s"
                            pidfile: "%1$s/unbound.pid"
                            logfile: "%1$s/unbound.log"
                            use-syslog: no
                            verbosity: 1
                            val-log-level: 2
                            num-threads: 1
                            do-ip6: no
                            do-not-query-localhost: no
                            module-config: "validator iterator"
                            trust-anchor-file: "%4$s"
                            aggressive-nsec: no
                            qname-minimisation: no
                            harden-below-nxdomain: no
                            cache-max-ttl: 0
                            cache-max-negative-ttl: 0
                            edns-buffer-size: 4096
                            max-udp-size: 4096
                        remote-control:
                            control-enable: no
                        stub-zone:
                            name: odd.example.
                            stub-addr: 127.0.0.1@%3$d
                        """
                                .formatted(folder, port, serverPort, anchor))
                .toString();
    }

    private static void await(InetSocketAddress resolver) throws IOException {
        DnsQuery soa = new DnsQuery(FeatureZone.ORIGIN, "SOA", true).recursive();
        for (int i = 0; i < 300; i++) {
            DnsAnswer answer = soa.askOnce(resolver, 200);
            if (answer != null && answer.code().equals("NOERROR")) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("Unbound does not answer");
    }

    private void delv(
            List<DnsQuery> queries,
            int port,
            ZoneVersion version,
            String denial,
            List<String> failures)
            throws IOException {
        Path anchors = folder.resolve("anchors.conf");
        String key = Files.readString(folder.resolve("anchor")).strip();
        String[] words = key.substring(key.indexOf("DNSKEY")).split("\\s+");
        Files.writeString(
                anchors,
                "trust-anchors { \"%s\" static-key %s %s %s \"%s\"; };\n"
                        .formatted(version.apex(), words[1], words[2], words[3], words[4]));
        List<DnsQuery> some = new ArrayList<>();
        some.add(new DnsQuery("*.x.wild0.odd.example.", "A", true));
        for (int i = 0; i < queries.size(); i += queries.size() / DELV_QUERIES) {
            // It has no room for two aliases with their proofs, and our socket no TCP.
            if (!queries.get(i).name().contains("name")) {
                some.add(queries.get(i));
            }
        }
        for (DnsQuery query : some) {
            Peer.Outcome outcome =
                    Peer.of("delv")
                            .run(
                                    folder,
                                    "@127.0.0.1",
                                    "-p",
                                    Integer.toString(port),
                                    "-a",
                                    anchors.toString(),
                                    "+root=odd.example.",
                                    query.name(),
                                    query.type());
            String said = outcome.out() + outcome.err();
            boolean isInsecure = denial.equals("optOut") && said.contains("unsigned answer");
            if (!said.contains("fully validated") && !isInsecure) {
                failures.add(query + "\n  delv: " + said);
            }
        }
    }
}
