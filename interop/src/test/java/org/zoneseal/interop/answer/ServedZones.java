package org.zoneseal.interop.answer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dns.ZoneFileWriter;
import org.zoneseal.interop.ZoneText;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.TestKeys;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** The zones that a server of a test has: as our versions, and as files for peers. */
final class ServedZones {

    private static final int SECURE_ENTRY_POINT = 1;

    private final Map<String, ZoneVersion> versions = new LinkedHashMap<>();

    /** The unsigned zones of {@link FeatureZone}. */
    static ServedZones unsigned(FeatureZone.Made made) throws IOException {
        ServedZones zones = new ServedZones();
        zones.versions.put(FeatureZone.ORIGIN, version(FeatureZone.ORIGIN, made.text()));
        zones.versions.put(FeatureZone.CHILD, version(FeatureZone.CHILD, FeatureZone.child()));
        zones.versions.put(FeatureZone.OTHER, version(FeatureZone.OTHER, FeatureZone.other()));
        zones.versions.put(
                FeatureZone.REVERSE, version(FeatureZone.REVERSE, FeatureZone.reverse()));
        return zones;
    }

    /** The same zones, signed but for the child and the reverse zone. */
    static ServedZones signed(FeatureZone.Made made, Path keys, Denial denial, long now)
            throws IOException {
        ServedZones zones = unsigned(made);
        for (String apex : List.of(FeatureZone.ORIGIN, FeatureZone.OTHER)) {
            Path store = Files.createDirectories(keys.resolve(apex));
            try (TestKeys token = new TestKeys(store, Name.parse(apex))) {
                zones.versions.compute(
                        apex,
                        (name, source) ->
                                TestKeys.signer(TestKeys.policy(denial, now), token.pair())
                                        .sign(source)
                                        .version());
            }
        }
        return zones;
    }

    static ZoneVersion version(String apex, String text) throws IOException {
        Name name = Name.parse(apex);
        ZoneBuilder builder = new ZoneBuilder(name);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(bytes), apex),
                ZoneFileOptions.of(name),
                builder);
        return builder.build(1);
    }

    /** The DNSKEY that signs a zone's keys, as a zone file has it. */
    String trustAnchor(String apex) throws IOException {
        ZoneVersion version = Objects.requireNonNull(versions.get(apex), apex);
        NodeCursor nodes = version.nodeCursor();
        nodes.next();
        RrsetCursor rrsets = nodes.rrsets();
        rrsets.find(RecordType.DNSKEY);
        byte[] owner = version.apex().toWire();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ZoneFileWriter out = new ZoneFileWriter(text)) {
            RdataCursor keys = rrsets.rdatas();
            while (keys.next()) {
                if ((keys.bytes()[keys.offset() + 1] & SECURE_ENTRY_POINT) != 0) {
                    out.record(
                            owner,
                            0,
                            RecordType.DNSKEY,
                            rrsets.ttl(),
                            keys.bytes(),
                            keys.offset(),
                            keys.length());
                }
            }
        }
        return text.toString(StandardCharsets.US_ASCII).strip();
    }

    ZoneTable table() {
        List<PublishedZone> zones = new ArrayList<>();
        for (ZoneVersion version : versions.values()) {
            PublishedZone zone = new PublishedZone(version.apex());
            zone.publish(Publication.first(version, Publication.NEVER));
            zones.add(zone);
        }
        return new ZoneTable(zones);
    }

    /** Writes the zones and says where they are. */
    Map<String, Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, ZoneVersion> zone : versions.entrySet()) {
            Path file = folder.resolve(zone.getKey() + "zone");
            ZoneText.write(zone.getValue(), file);
            files.put(zone.getKey(), file);
        }
        return files;
    }
}
