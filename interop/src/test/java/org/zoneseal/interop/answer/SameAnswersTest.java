package org.zoneseal.interop.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.interop.answer.AnswerDifferences.Subject;
import org.zoneseal.zones.ZoneTable;

/**
 * Zones with every oddity, put to NSD, Knot, BIND and us with every question that is of interest:
 * all answer the same, or the difference is listed with the RFC's sentence that decides. Where no
 * peer says what we say, the list must admit it, and more so where all peers agree.
 */
class SameAnswersTest {

    private static final List<String> TYPES =
            List.of(
                    "A",
                    "AAAA",
                    "NS",
                    "SOA",
                    "CNAME",
                    "DNAME",
                    "MX",
                    "TXT",
                    "DS",
                    "PTR",
                    "ANY",
                    "TYPE65280");

    private static final List<String> DNSSEC_TYPES =
            List.of("DNSKEY", "NSEC", "NSEC3", "NSEC3PARAM", "RRSIG");

    /** Types to be asked without DO, too. */
    private static final Set<String> WITHOUT_DNSSEC = Set.of("A", "DS", "ANY", "RRSIG", "NSEC");

    /** Types to be asked where there is little room, too. */
    private static final Set<String> SHORT = Set.of("A", "NS", "DS", "TXT", "DNSKEY");

    @TempDir Path folder;

    private final AnswerDifferences known;
    private final Map<String, List<String>> surprises = new LinkedHashMap<>();
    private final QueryEngine engine = new QueryEngine();

    SameAnswersTest() throws IOException {
        known = AnswerDifferences.read("answer-differences.txt");
    }

    @Test
    void generatedZones_everyQuestion_isAnsweredAsPeersDo() throws IOException {
        long now = Instant.now().getEpochSecond();
        unsigned(1);
        signed(Signing.NSEC, 2, now);
        signed(Signing.NSEC3, 3, now);
        signed(Signing.OPTOUT, 4, now);
        StringBuilder report = new StringBuilder();
        surprises.forEach((entry, texts) ->
                report.append(entry)
                        .append(" (")
                        .append(texts.size())
                        .append(")\n")
                        .append(texts.getFirst())
                        .append('\n'));
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("answer-differences.report"), report);
        assertThat(report.toString()).isEmpty();
        assertThat(known.uncompared()).as("no peer is left to compare with").isEmpty();
        assertThat(known.unused()).as("listed, and not so").isEmpty();
    }

    private void unsigned(long seed) throws IOException {
        FeatureZone.Made made = FeatureZone.of(seed);
        Map<NameServer.Program, Map<String, Path>> files = new EnumMap<>(NameServer.Program.class);
        for (NameServer.Program program : NameServer.Program.values()) {
            FeatureZone.Made theirs = FeatureZone.without(seed, program.refused());
            files.put(
                    program,
                    ServedZones.unsigned(theirs).write(folder.resolve(seed + "-" + program)));
        }
        compare(Signing.UNSIGNED, made, ServedZones.unsigned(made), files, TYPES);
    }

    private void signed(Signing run, long seed, long now) throws IOException {
        FeatureZone.Made made = FeatureZone.without(seed, Set.of("dnamehides", "wildns"));
        Path here = folder.resolve("signed-" + seed);
        ServedZones zones = ServedZones.signed(made, here.resolve("keys"), run.denial(), now);
        Map<String, Path> written = zones.write(here);
        Map<NameServer.Program, Map<String, Path>> files = new EnumMap<>(NameServer.Program.class);
        for (NameServer.Program program : NameServer.Program.values()) {
            files.put(program, written);
        }
        List<String> types = new ArrayList<>(TYPES);
        types.addAll(DNSSEC_TYPES);
        compare(run, made, zones, files, types);
    }

    private void compare(
            Signing run,
            FeatureZone.Made made,
            ServedZones zones,
            Map<NameServer.Program, Map<String, Path>> files,
            List<String> types)
            throws IOException {
        ZoneTable table = zones.table();
        AnswerSettings settings = AnswerSettings.DEFAULT.withUdpPayload(4096);
        AnswerContext context = new AnswerContext(table, settings);
        // BIND's way to answer ANY in short is to pick at random: it answers in full.
        AnswerContext fullAny =
                new AnswerContext(table, settings.withAny(AnswerSettings.AnyAnswers.FULL));
        Map<NameServer.Program, NameServer> peers = new EnumMap<>(NameServer.Program.class);
        try {
            for (Map.Entry<NameServer.Program, Map<String, Path>> each : files.entrySet()) {
                Path home = Files.createTempDirectory(folder, "home");
                peers.put(each.getKey(), NameServer.start(each.getKey(), home, each.getValue()));
            }
            for (Map.Entry<String, String> name : made.features().entrySet()) {
                String feature = name.getValue();
                List<DnsQuery> queries = queries(name.getKey(), types);
                List<Map<NameServer.Program, DnsAnswer>> theirs =
                        ask(peers, FeatureZone.whole(feature), queries);
                for (int i = 0; i < queries.size(); i++) {
                    DnsQuery query = queries.get(i);
                    DnsAnswer ours = query.ask(engine, context, 1);
                    DnsAnswer full =
                            query.type().equals("ANY") ? query.ask(engine, fullAny, 1) : ours;
                    Map<NameServer.Program, Pair> pairs = new EnumMap<>(NameServer.Program.class);
                    theirs.get(i)
                            .forEach((peer, answer) -> {
                                boolean isFull = peer == NameServer.Program.BIND;
                                DnsAnswer same = isFull ? full : ours;
                                pairs.put(peer, new Pair(query, same, answer));
                            });
                    compare(new Subject(feature, query.type(), run), pairs);
                }
            }
        } finally {
            peers.values().forEach(NameServer::close);
        }
    }

    /** What the peers that have a feature say, for each query. */
    private static List<Map<NameServer.Program, DnsAnswer>> ask(
            Map<NameServer.Program, NameServer> peers, String feature, List<DnsQuery> queries)
            throws IOException {
        List<Map<NameServer.Program, DnsAnswer>> answers = new ArrayList<>();
        queries.forEach(query -> answers.add(new EnumMap<>(NameServer.Program.class)));
        for (Map.Entry<NameServer.Program, NameServer> peer : peers.entrySet()) {
            if (!peer.getKey().refused().contains(feature)) {
                List<DnsAnswer> theirs = peer.getValue().ask(queries);
                for (int i = 0; i < queries.size(); i++) {
                    answers.get(i).put(peer.getKey(), theirs.get(i));
                }
            }
        }
        return answers;
    }

    private static List<DnsQuery> queries(String name, List<String> types) {
        List<DnsQuery> queries = new ArrayList<>();
        for (String type : types) {
            DnsQuery query = new DnsQuery(name, type, true);
            queries.add(query);
            if (SHORT.contains(type)) {
                queries.add(query.small());
            }
            if (WITHOUT_DNSSEC.contains(type)) {
                queries.add(new DnsQuery(name, type, false));
            }
        }
        return queries;
    }

    /** What we answered and what a peer did, set to answer alike. */
    private record Pair(DnsQuery query, DnsAnswer ours, DnsAnswer theirs) {

        /** Where there is little room: how much goes in is the server's art of compression. */
        boolean isAlike() {
            return query.isSmall() ? ours.isLikeWhatIsLeftOf(theirs) : ours.isLike(theirs);
        }

        boolean isCutByUsAlone() {
            return ours.isTruncated() && !theirs.isTruncated();
        }

        @Override
        public String toString() {
            return "  " + query + "\n  we: " + ours + "\n  they: " + theirs;
        }
    }

    private void compare(Subject subject, Map<NameServer.Program, Pair> answers) {
        answers.forEach((peer, pair) -> {
            assertThat(pair.ours().repeated()).as(pair.toString()).isEmpty();
            known.asked(subject, peer);
            if (!pair.isAlike() && !known.has(subject, peer)) {
                surprise(subject + " " + peer, pair);
            }
        });
        if (answers.values().stream().allMatch(Pair::isCutByUsAlone)) {
            surprise(subject + " is cut by us alone", answers.values().iterator().next());
        }
        if (answers.values().stream().anyMatch(Pair::isAlike)) {
            return;
        }
        Pair first = answers.values().iterator().next();
        boolean isAgreed =
                answers.values().stream().allMatch(pair -> pair.theirs().isLike(first.theirs()));
        if (isAgreed && answers.size() > 1 && !known.hasAgreed(subject)) {
            surprise(subject + " AGREED", first);
        }
        // Nobody says the same; but somebody goes the same way, and stops earlier or later.
        if (answers.values().stream().noneMatch(pair -> pair.ours().isSameWay(pair.theirs()))) {
            surprise(subject + " goes another way than all", first);
        }
    }

    private void surprise(String what, Pair pair) {
        surprises.computeIfAbsent(what, w -> new ArrayList<>()).add(pair.toString());
    }
}
