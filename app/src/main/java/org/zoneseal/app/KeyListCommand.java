package org.zoneseal.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.DigestType;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.signer.KeyEntry;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.signer.ZoneKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoneseal key list}: what the state folder knows of a zone's keys. */
@Command(
        name = "list",
        description =
                "List the keys of a zone as the state folder knows them; the HSM is not asked.")
final class KeyListCommand implements Operation {

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "NAME",
            description = "The zone's name.")
    @SuppressWarnings("NullAway.Init")
    String origin;

    @Mixin private final StateOptions state = new StateOptions();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** One key; {@code token} and {@code id} are empty for a key that is elsewhere. */
    record Line(
            String role,
            int keyTag,
            int number,
            String algorithm,
            Instant created,
            String token,
            String id,
            String ds) {

        static Line of(KeyEntry entry, Name zone) {
            boolean here = entry instanceof KeyEntry.InToken;
            return new Line(
                    entry.role().name(),
                    entry.dnskey().keyTag(),
                    entry.dnskey().algorithm(),
                    Algorithm.name(entry.dnskey().algorithm()),
                    entry.created().truncatedTo(ChronoUnit.SECONDS),
                    here ? ((KeyEntry.InToken) entry).token() : "",
                    here ? ((KeyEntry.InToken) entry).id().toString() : "",
                    entry.role() == ZoneKey.Role.ZSK
                            ? ""
                            : Ds.of(zone, entry.dnskey(), DigestType.SHA256.number()).toString());
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-4s %6d %3d %-16s %s  %s",
                    role,
                    keyTag,
                    number,
                    algorithm,
                    created,
                    token.isEmpty() ? "elsewhere" : token + " " + id);
        }
    }

    @Override
    public ExitCode run(Terminal terminal) {
        Name zone = Name.parse(origin);
        StateFolder folder = state.folder();
        List<Line> lines =
                KeyRing.of(folder.path(), zone).read().stream()
                        .map(entry -> Line.of(entry, zone))
                        .toList();
        if (json) {
            Json.print(terminal.out(), lines);
        } else if (lines.isEmpty()) {
            terminal.note(zone + " has no keys in " + folder.path());
        } else {
            terminal.out().println("role    tag algorithm            created               token");
            lines.forEach(line -> terminal.out().println(line.text()));
            lines.stream()
                    .filter(line -> !line.ds().isEmpty())
                    .forEach(line -> terminal.out().println(zone + "\tIN\tDS\t" + line.ds()));
        }
        return ExitCode.FINE;
    }
}
