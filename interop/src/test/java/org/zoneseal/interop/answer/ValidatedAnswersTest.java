package org.zoneseal.interop.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.transfer.Ports;

/**
 * Every negative answer and every answer from a wildcard that we give from zones that we signed is
 * proved: Unbound and {@code delv} both say so. Where RFC 5155 §9.2 forbids them to (an NSEC3 with
 * the opt-out flag covers the name in question) they must say that nothing is proved, and not that
 * something is wrong.
 */
class ValidatedAnswersTest {

    private static final Name SECOND = Name.parse(FeatureZone.OTHER);
    private static final List<String> TYPES = List.of("A", "MX", "TXT", "DS", "NSEC3PARAM");

    /** More aliases than this, no resolver follows. */
    private static final int ALIASES = 8;

    @TempDir Path folder;

    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    /**
     * A question whose answer has a proof in it.
     *
     * @param isOptedOut whether the proof rests on a span that is opted out
     */
    private record Case(String feature, DnsQuery query, DnsAnswer ours, boolean isOptedOut) {

        static Case of(String feature, DnsQuery query, DnsAnswer ours) {
            OptOutSpans spans = new OptOutSpans(ours);
            return new Case(feature, query, ours, names(query, ours).anyMatch(spans::cover));
        }

        private static Stream<Name> names(DnsQuery query, DnsAnswer ours) {
            return Stream.concat(Stream.of(Name.parse(query.name())), ours.aliasTargets().stream());
        }

        /** What another question gets as well, that asks the same name for a type like this. */
        List<Object> proof() {
            return List.of(query.name(), ours.code(), ours.answer(), ours.authority());
        }

        /** The signed zones that the answer comes from. */
        Set<String> zones() {
            return names(query, ours)
                    .map(name -> name.isAtOrBelow(SECOND) ? FeatureZone.OTHER : FeatureZone.ORIGIN)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public String toString() {
            return feature + ": " + query + "\n  we: " + ours;
        }
    }

    @ParameterizedTest
    @CsvSource({"NSEC, 21", "NSEC3, 22", "OPTOUT, 23"})
    void negativeAndWildcardAnswers_validate(Signing signing, long seed) throws IOException {
        FeatureZone.Made made = FeatureZone.without(seed, Set.of("dnamehides", "wildns"));
        long now = Instant.now().getEpochSecond();
        ServedZones zones = ServedZones.signed(made, folder, signing.denial(), now);
        AnswerContext context =
                new AnswerContext(zones.table(), AnswerSettings.DEFAULT.withUdpPayload(4096));
        List<Case> cases = cases(made, context);
        assertThat(cases).hasSizeGreaterThan(500);
        assertThat(cases).anyMatch(each -> each.isOptedOut() == (signing == Signing.OPTOUT));
        try (EngineSocket server = new EngineSocket(context)) {
            unbound(cases, server.port(), zones);
            delv(cases, server.port(), zones);
        }
        assertThat(String.join("\n", failures)).isEmpty();
    }

    private static List<Case> cases(FeatureZone.Made made, AnswerContext context) {
        QueryEngine engine = new QueryEngine();
        List<Case> cases = new ArrayList<>();
        for (Map.Entry<String, String> name : made.features().entrySet()) {
            // The child is not signed, though its parent has a DS for it.
            if (name.getKey().endsWith(FeatureZone.CHILD)) {
                continue;
            }
            for (String type : TYPES) {
                DnsQuery query = new DnsQuery(name.getKey(), type, true);
                DnsAnswer ours = query.ask(engine, context, 1);
                if (isProved(ours) && !isEndless(ours)) {
                    cases.add(Case.of(name.getValue(), query, ours));
                }
            }
        }
        return cases;
    }

    /** Whether there is a proof, and no referral to servers that are not there. */
    private static boolean isProved(DnsAnswer ours) {
        boolean hasProof =
                ours.authority().stream()
                        .anyMatch(l -> l.contains("\tnsec\t") || l.contains("\tnsec3\t"));
        boolean refers = ours.authority().stream().anyMatch(l -> l.contains("\tns\t"));
        return hasProof && !refers;
    }

    /** A resolver says SERVFAIL to such a chain, however well it is proved. */
    private static boolean isEndless(DnsAnswer ours) {
        return ours.isLoop() || ours.aliasTargets().size() > ALIASES;
    }

    private void unbound(List<Case> cases, int serverPort, ServedZones zones) throws IOException {
        int port = Ports.free();
        String anchors =
                zones.trustAnchor(FeatureZone.ORIGIN)
                        + "\n"
                        + zones.trustAnchor(FeatureZone.OTHER)
                        + "\n";
        Path anchor = Files.writeString(folder.resolve("anchors"), anchors);
        Process unbound =
                Peer.of("unbound")
                        .start(folder, "-d", "-c", configuration(port, serverPort, anchor));
        InetSocketAddress resolver = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<Case> asked = cases.stream().filter(each -> !isOddForUnbound(each)).toList();
        try (QuerySocket socket = new QuerySocket(resolver)) {
            await(resolver);
            List<DnsAnswer> answers =
                    socket.ask(asked.stream().map(each -> each.query().recursive()).toList());
            for (int i = 0; i < asked.size(); i++) {
                Case each = asked.get(i);
                DnsAnswer theirs = answers.get(i);
                boolean isSame =
                        theirs.code().equals(each.ours().code()) || isEmptyWildcardsDs(each);
                if (!isSame || theirs.isAuthentic() == each.isOptedOut()) {
                    failures.add(each + "\n  Unbound: " + theirs);
                }
            }
        } finally {
            unbound.destroy();
        }
    }

    /**
     * Unbound asks the parent for an apex's DS, and finds no way to check what was expanded for a
     * name that begins with a "*" itself; {@code delv} has no trouble with either.
     */
    private static boolean isOddForUnbound(Case each) {
        String name = each.query().name();
        boolean isApex = name.equals(FeatureZone.ORIGIN) || name.equals(FeatureZone.OTHER);
        return isApex && each.query().type().equals("DS") || name.startsWith("*.x.wild");
    }

    /** Of a DS that an empty wildcard denies, Unbound says NXDOMAIN, and that it is secure. */
    private static boolean isEmptyWildcardsDs(Case each) {
        return each.feature().equals("wildent") && each.query().type().equals("DS");
    }

    /** Nothing is cached and nothing is concluded from proofs of other questions. */
    private String configuration(int port, int serverPort, Path anchors) throws IOException {
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
                            local-zone: "test." nodefault
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
                        stub-zone:
                            name: second.test.
                            stub-addr: 127.0.0.1@%3$d
                        """
                                .formatted(folder, port, serverPort, anchors))
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

    /** It is a process for each question: those that differ by their types alone are one. */
    private void delv(List<Case> cases, int port, ServedZones zones) throws IOException {
        for (String zone : List.of(FeatureZone.ORIGIN, FeatureZone.OTHER)) {
            String key = zones.trustAnchor(zone);
            String[] words = key.substring(key.indexOf("DNSKEY")).split("\\s+");
            String anchor =
                    "trust-anchors { \"%s\" static-key %s %s %s \"%s\"; };\n"
                            .formatted(zone, words[1], words[2], words[3], words[4]);
            Files.writeString(delvAnchor(zone), anchor);
        }
        Map<List<Object>, Case> proofs = new LinkedHashMap<>();
        cases.forEach(each -> proofs.putIfAbsent(each.proof(), each));
        proofs.values().parallelStream()
                .forEach(each -> {
                    for (String zone : each.zones()) {
                        delv(each, port, zone);
                    }
                });
    }

    private Path delvAnchor(String zone) {
        return folder.resolve(zone + "conf");
    }

    /** It knows the anchor of one zone: what comes from another is unsigned to it. */
    private void delv(Case each, int port, String zone) {
        DnsQuery query = each.query();
        Peer.Outcome outcome =
                Peer.of("delv")
                        .run(
                                folder,
                                "@127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-a",
                                delvAnchor(zone).toString(),
                                "+root=" + zone,
                                query.name(),
                                query.type());
        String said = outcome.out() + outcome.err();
        boolean isAllProved = said.contains("fully validated");
        boolean isUnproved = said.contains("unsigned answer");
        boolean mayBeUnproved = each.isOptedOut() || each.zones().size() > 1;
        if (mayBeUnproved ? !isAllProved && !isUnproved : !isAllProved || isUnproved) {
            failures.add(each + "\n  delv from " + zone + ": " + said);
        }
    }
}
