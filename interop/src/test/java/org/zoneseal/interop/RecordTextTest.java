package org.zoneseal.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dns.ZoneFileWriter;

/** Every record type with a text form: peers read the same bytes, from our text too. */
class RecordTextTest {

    private static final Name ORIGIN = Name.parse("example.");

    /** Types that the peers in Debian 12 know by number only. */
    private static final Set<String> NOT_IN_BIND = Set.of();

    private static final Set<String> NOT_IN_LDNS =
            Set.of("NINFO", "RKEY", "AVC", "DOA", "AMTRELAY", "TA", "DSYNC");

    /**
     * ldns 1.8.3 keeps the backslashes of the vector in RFC 9460 Appendix D.2
     * (docs/design/interop.md).
     */
    private static final String OTHER_IN_LDNS = "https1 ";

    private static final Set<String> NOT_IN_KNOT =
            Set.of(
                    "MB",
                    "MG",
                    "MR",
                    "X25",
                    "ISDN",
                    "NSAP",
                    "PX",
                    "GPOS",
                    "HIP",
                    "NINFO",
                    "RKEY",
                    "TALINK",
                    "AVC",
                    "DOA",
                    "AMTRELAY",
                    "TA",
                    "DLV",
                    "DSYNC");

    private static final Pattern TYPE = Pattern.compile("^\\S+\\s+(?:\\d+\\s+)?IN\\s+(\\S+)");

    @TempDir Path folder;
    private List<String> sample = List.of();

    @BeforeEach
    void readSample() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("records.zone")) {
            sample =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .toList();
        }
    }

    @Test
    void bind_readingTheSample_readsOurBytes() throws IOException {
        Path zone = without(NOT_IN_BIND);
        assertSame(bind(zone), WireZone.ours(zone, ORIGIN));
    }

    @Test
    void bind_readingWhatWeWrite_readsOurBytes() throws IOException {
        Path zone = without(NOT_IN_BIND);
        assertSame(bind(rewritten(zone)), WireZone.ours(zone, ORIGIN));
    }

    @Test
    void ldns_readingTheSample_readsOurBytes() throws IOException {
        Path zone = forLdns();
        assertSame(ldns(zone), WireZone.ours(zone, ORIGIN));
    }

    @Test
    void ldns_readingWhatWeWrite_readsOurBytes() throws IOException {
        Path zone = forLdns();
        assertSame(ldns(rewritten(zone)), WireZone.ours(zone, ORIGIN));
    }

    @Test
    void knot_readingTheSampleAndWhatWeWrite_acceptsBoth() throws IOException {
        Path zone = without(NOT_IN_KNOT);
        knot(zone);
        knot(rewritten(zone));
    }

    // The two differences, so that a failure shows only what differs.
    private static void assertSame(Set<String> theirs, Set<String> ours) {
        Set<String> onlyTheirs = new TreeSet<>(theirs);
        onlyTheirs.removeAll(ours);
        Set<String> onlyOurs = new TreeSet<>(ours);
        onlyOurs.removeAll(theirs);
        assertThat(ours).hasSizeGreaterThan(50);
        assertThat(onlyTheirs).as("only the peer").isEqualTo(onlyOurs);
    }

    private Set<String> bind(Path zone) throws IOException {
        Path raw = folder.resolve("bind.raw");
        Peer.of("named-compilezone")
                .run(
                        folder,
                        "-i",
                        "none",
                        "-k",
                        "ignore",
                        "-F",
                        "raw",
                        "-o",
                        raw.toString(),
                        "example.",
                        zone.toString())
                .mustBeFine();
        return WireZone.bind(raw);
    }

    // "-U WKS": all types but this one in generic form.
    private Set<String> ldns(Path zone) {
        Peer.Outcome outcome = Peer.of("ldns-read-zone").run(folder, "-U", "WKS", zone.toString());
        return WireZone.generic(outcome.mustBeFine().out());
    }

    private void knot(Path zone) {
        Peer.of("kzonecheck").run(folder, "-o", "example.", zone.toString()).mustBeFine();
    }

    private Path without(Set<String> types) throws IOException {
        List<String> lines = sample.stream().filter(line -> !types.contains(type(line))).toList();
        return Files.write(folder.resolve("sample.zone"), lines);
    }

    private Path forLdns() throws IOException {
        sample = sample.stream().filter(line -> !line.startsWith(OTHER_IN_LDNS)).toList();
        return without(NOT_IN_LDNS);
    }

    private static String type(String line) {
        Matcher matcher = TYPE.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private Path rewritten(Path zone) throws IOException {
        Path written = folder.resolve("written.zone");
        try (ZoneFileWriter writer =
                new ZoneFileWriter(
                        FileChannel.open(
                                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            ZoneFileReader.read(
                    ZoneFileSource.of(zone),
                    ZoneFileOptions.of(ORIGIN),
                    (owner, at, length, type, recordClass, ttl, rdata, from, size, position) -> {
                        try {
                            writer.record(owner, at, type, ttl, rdata, from, size);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return written;
    }
}
