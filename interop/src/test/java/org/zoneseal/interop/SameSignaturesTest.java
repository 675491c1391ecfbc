package org.zoneseal.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;

/**
 * RSA (PKCS#1 v1.5) and Ed25519 are deterministic: with the same keys and times, our signatures and
 * denial records are byte for byte those of {@code dnssec-signzone}.
 */
class SameSignaturesTest {

    private static final DateTimeFormatter BIND_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final Set<String> DNSSEC_TYPES = Set.of("46", "47", "48", "50", "51");

    @TempDir Path folder;
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @ParameterizedTest
    @CsvSource({
        "ED25519, nsec", "ED25519, nsec3", "ED25519, nsec3-opt-out",
        "RSASHA256, nsec", "RSASHA256, nsec3-opt-out", "RSASHA512, nsec3"
    })
    void root_sameKeysAndTimes_hasTheSignaturesOfBind(String algorithm, String denial)
            throws IOException {
        // BIND keeps what it finds of an earlier signer, so it gets a zone without.
        List<String> lines = Files.readAllLines(SharedZones.file("root-2026082201.zone"));
        Path zone =
                Files.write(
                        folder.resolve("root.zone"),
                        lines.stream()
                                .filter(line ->
                                        !line.matches(".*\\sIN\\s+(RRSIG|NSEC|DNSKEY|ZONEMD)\\s.*"))
                                .toList());
        assertSame(zone, ".", algorithm, denial);
    }

    @ParameterizedTest
    @CsvSource({
        "1, nsec",
        "2, nsec",
        "3, nsec3",
        "4, nsec3",
        "5, nsec3-opt-out",
        "6, nsec3-opt-out"
    })
    void oddZone_sameKeysAndTimes_hasTheSignaturesOfBind(long seed, String denial)
            throws IOException {
        // Which of several spellings of an owner an NSEC names as the next is a matter of taste.
        String text = OddZone.text(seed).toLowerCase(Locale.ROOT);
        Path zone = Files.writeString(folder.resolve("odd.zone"), text);
        assertSame(zone, "odd.example.", "ED25519", denial);
    }

    private void assertSame(Path zone, String origin, String algorithm, String denial)
            throws IOException {
        BindKeys keys = BindKeys.generate(folder.resolve("keys"), origin, algorithm);
        Path ours = signedByUs(zone, origin, keys, denial);
        Path theirs = signedByBind(zone, origin, keys, denial);
        Set<String> onlyOurs = dnssec(ours, origin);
        Set<String> onlyTheirs = dnssec(theirs, origin);
        assertThat(onlyOurs).hasSizeGreaterThan(100);
        Set<String> both = new TreeSet<>(onlyOurs);
        both.retainAll(onlyTheirs);
        onlyOurs.removeAll(both);
        onlyTheirs.removeAll(both);
        assertThat(onlyOurs).as("only ours").isEqualTo(onlyTheirs);
    }

    private Path signedByUs(Path zone, String origin, BindKeys keys, String denial)
            throws IOException {
        String state = folder.resolve("state").toString();
        List<String> imports = new ArrayList<>(List.of("key", "import", "--state", state));
        imports.addAll(keys.privateFiles());
        Peer.zoneseal().run(folder, imports.toArray(String[]::new)).mustBeFine();
        Path signed = folder.resolve("ours.zone");
        Peer.zoneseal()
                .run(
                        folder,
                        "sign",
                        zone.toString(),
                        "--origin",
                        origin,
                        "--state",
                        state,
                        "--out",
                        signed.toString(),
                        "--denial",
                        denial,
                        "--at",
                        at.toString(),
                        "--inception-offset",
                        "1h",
                        "--validity",
                        "14d",
                        "--dnskey-validity",
                        "14d")
                .mustBeFine();
        return signed;
    }

    private Path signedByBind(Path zone, String origin, BindKeys keys, String denial) {
        Path signed = folder.resolve("theirs.zone");
        List<String> arguments = new ArrayList<>(List.of("-q", "-S", "-P", "-x", "-o", origin));
        arguments.addAll(List.of("-K", keys.folder().toString(), "-f", signed.toString()));
        arguments.addAll(List.of("-s", BIND_TIME.format(at.minus(1, ChronoUnit.HOURS))));
        arguments.addAll(List.of("-e", BIND_TIME.format(at.plus(14, ChronoUnit.DAYS))));
        switch (denial) {
            case "nsec3" -> arguments.addAll(List.of("-3", "-"));
            case "nsec3-opt-out" -> arguments.addAll(List.of("-3", "-", "-A"));
            default -> {}
        }
        arguments.add(zone.toString());
        Peer.of("dnssec-signzone").run(folder, arguments.toArray(String[]::new)).mustBeFine();
        return signed;
    }

    private static Set<String> dnssec(Path zone, String origin) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (String line : WireZone.ours(zone, Name.parse(origin))) {
            if (DNSSEC_TYPES.contains(line.split(" ", 3)[1])) {
                lines.add(line.toLowerCase(Locale.ROOT));
            }
        }
        return lines;
    }
}
