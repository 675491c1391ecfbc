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
import org.zoneseal.signer.Denial;
import org.zoneseal.zones.ZoneTable;

/**
 * Zones with every oddity, put to NSD, Knot, BIND and us with every question that is of interest:
 * all answer the same, or the difference is listed with the RFC's sentence that decides.
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

    @TempDir Path folder;

    private final Map<String, List<String>> surprises = new LinkedHashMap<>();
    private final QueryEngine engine = new QueryEngine();

    @Test
    void generatedZones_everyQuestion_isAnsweredAsPeersDo() throws IOException {
        AnswerDifferences known = AnswerDifferences.read("answer-differences.txt");
        long now = Instant.now().getEpochSecond();
        unsigned(1, known);
        signed(2, new Denial.Nsec(), now, known);
        signed(3, Denial.Nsec3.plain(false), now, known);
        signed(4, Denial.Nsec3.plain(true), now, known);
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
        assertThat(known.unused()).isEmpty();
    }

    private void unsigned(long seed, AnswerDifferences known) throws IOException {
        FeatureZone.Made made = FeatureZone.of(seed);
        Map<NameServer.Program, Map<String, Path>> files = new EnumMap<>(NameServer.Program.class);
        for (NameServer.Program program : NameServer.Program.values()) {
            FeatureZone.Made theirs = FeatureZone.without(seed, program.refused());
            files.put(
                    program,
                    ServedZones.unsigned(theirs).write(folder.resolve(seed + "-" + program)));
        }
        compare(made, ServedZones.unsigned(made), files, TYPES, known);
    }

    private void signed(long seed, Denial denial, long now, AnswerDifferences known)
            throws IOException {
        FeatureZone.Made made = FeatureZone.without(seed, Set.of("dnamehides", "wildns"));
        Path here = folder.resolve("signed-" + seed);
        ServedZones zones = ServedZones.signed(made, here.resolve("keys"), denial, now);
        Map<String, Path> written = zones.write(here);
        Map<NameServer.Program, Map<String, Path>> files = new EnumMap<>(NameServer.Program.class);
        for (NameServer.Program program : NameServer.Program.values()) {
            files.put(program, written);
        }
        List<String> types = new ArrayList<>(TYPES);
        types.addAll(DNSSEC_TYPES);
        compare(made, zones, files, types, known);
    }

    private void compare(
            FeatureZone.Made made,
            ServedZones zones,
            Map<NameServer.Program, Map<String, Path>> files,
            List<String> types,
            AnswerDifferences known)
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
            for (String name : made.names()) {
                for (String type : types) {
                    for (boolean dnssecOk : new boolean[] {true, false}) {
                        if (!dnssecOk && !WITHOUT_DNSSEC.contains(type)) {
                            continue;
                        }
                        DnsQuery query = new DnsQuery(name, type, dnssecOk);
                        DnsAnswer ours = query.ask(engine, context, 1);
                        DnsAnswer full = query.ask(engine, fullAny, 1);
                        for (Map.Entry<NameServer.Program, NameServer> peer : peers.entrySet()) {
                            boolean isFull = peer.getKey() == NameServer.Program.BIND;
                            compare(query, isFull ? full : ours, peer, known);
                        }
                    }
                }
            }
        } finally {
            peers.values().forEach(NameServer::close);
        }
    }

    private void compare(
            DnsQuery query,
            DnsAnswer ours,
            Map.Entry<NameServer.Program, NameServer> peer,
            AnswerDifferences known)
            throws IOException {
        String feature = FeatureZone.featureOf(query.name());
        if (peer.getKey().refused().contains(feature)) {
            return;
        }
        assertThat(ours.repeated()).as(query + " " + ours).isEmpty();
        DnsAnswer theirs = peer.getValue().ask(query);
        if (!ours.isLike(theirs) && !known.has(feature, query.type(), peer.getKey())) {
            surprises
                    .computeIfAbsent(
                            feature + " " + query.type() + " " + peer.getKey(),
                            e -> new ArrayList<>())
                    .add("  " + query + "\n  we: " + ours + "\n  " + peer.getKey() + ": " + theirs);
        }
    }
}
