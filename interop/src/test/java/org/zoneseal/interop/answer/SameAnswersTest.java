package org.zoneseal.interop.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/**
 * Zones with every oddity, put to NSD, Knot, BIND and us with every question that is of interest:
 * all answer the same, or the difference is listed with the RFC's sentence that decides.
 */
class SameAnswersTest {

    private static final List<String> TYPES =
            List.of(
                    "A", "AAAA", "NS", "SOA", "CNAME", "DNAME", "MX", "TXT", "DS", "PTR", "ANY",
                    "TYPE65280");

    @TempDir Path folder;

    @Test
    void generatedZones_everyQuestion_isAnsweredAsPeersDo() throws IOException {
        AnswerDifferences known = AnswerDifferences.read("answer-differences.txt");
        Map<String, List<String>> surprises = new LinkedHashMap<>();
        for (long seed = 1; seed <= 2; seed++) {
            compare(seed, known, surprises);
        }
        StringBuilder report = new StringBuilder();
        surprises.forEach(
                (entry, texts) ->
                        report.append(entry + " (" + texts.size() + ")\n" + texts.getFirst() + "\n"));
        if (!surprises.isEmpty()) {
            Files.writeString(Path.of("target", "answer-differences.report"), report);
        }
        assertThat(report.toString()).isEmpty();
        assertThat(known.unused()).isEmpty();
    }

    private void compare(long seed, AnswerDifferences known, Map<String, List<String>> surprises)
            throws IOException {
        Path here = Files.createDirectories(folder.resolve("seed-" + seed));
        FeatureZone.Made made = FeatureZone.of(seed);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FeatureZone.ORIGIN, made.text());
        texts.put(FeatureZone.CHILD, FeatureZone.child());
        texts.put(FeatureZone.OTHER, FeatureZone.other());
        texts.put(FeatureZone.REVERSE, FeatureZone.reverse());
        Map<String, Path> files = new LinkedHashMap<>();
        List<PublishedZone> zones = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            files.put(
                    text.getKey(),
                    Files.writeString(here.resolve(text.getKey() + "zone"), text.getValue()));
            zones.add(zone(text.getKey(), text.getValue()));
        }
        AnswerContext context = new AnswerContext(new ZoneTable(zones), AnswerSettings.DEFAULT);
        QueryEngine engine = new QueryEngine();
        Map<NameServer.Program, NameServer> peers = new EnumMap<>(NameServer.Program.class);
        try {
            for (NameServer.Program program : NameServer.Program.values()) {
                peers.put(program, NameServer.start(program, here, files));
            }
            for (String name : made.names()) {
                for (String type : TYPES) {
                    DnsQuery query = new DnsQuery(name, type, true);
                    compare(query, query.ask(engine, context, 1), peers, known, surprises);
                }
            }
        } finally {
            peers.values().forEach(NameServer::close);
        }
    }

    private static void compare(
            DnsQuery query,
            DnsAnswer ours,
            Map<NameServer.Program, NameServer> peers,
            AnswerDifferences known,
            Map<String, List<String>> surprises)
            throws IOException {
        String feature = FeatureZone.featureOf(query.name());
        assertThat(ours.repeated()).as(query + " " + ours).isEmpty();
        for (Map.Entry<NameServer.Program, NameServer> peer : peers.entrySet()) {
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

    private static PublishedZone zone(String apex, String text) throws IOException {
        Name name = Name.parse(apex);
        ZoneBuilder builder = new ZoneBuilder(name);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(bytes), apex),
                ZoneFileOptions.of(name),
                builder);
        ZoneVersion version = builder.build(1);
        PublishedZone zone = new PublishedZone(name);
        zone.publish(Publication.first(version, Publication.NEVER));
        return zone;
    }
}
