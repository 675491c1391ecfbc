package org.zoneseal.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.proof.ContentDigest;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.proof.ZoneProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal verify}: the whole proof of a signed zone, from outside. */
@Command(
        name = "verify",
        description = {
            "Verify a signed zone file: every signature, the whole chain of denial, keys, expiry,"
                    + " missing and extra records, ZONEMD. Lists all that is wrong.",
            "Ends with 0 if the zone verifies, with 1 if it does not."
        })
final class VerifyCommand implements Operation {

    @Parameters(paramLabel = "ZONEFILE", description = "The signed zone; gzip is understood.")
    @SuppressWarnings("NullAway.Init")
    Path zoneFile;

    @Option(
            names = "--origin",
            required = true,
            paramLabel = "NAME",
            description = "The zone's name.")
    @SuppressWarnings("NullAway.Init")
    String origin;

    @Option(
            names = "--trust-anchor",
            paramLabel = "FILE",
            description =
                    "DS or DNSKEY records of the zone, one of which must lead to its keys; without"
                            + " it the zone is held against its own keys.")
    @Nullable Path trustAnchor;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Durations.Instants.class,
            description = "The time at which it must be valid, such as 2026-08-05T00:00:00Z; now.")
    @Nullable Instant at;

    @Option(
            names = "--expiry-floor",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = Durations.class,
            description = "How long every signature must go on being valid (${DEFAULT-VALUE}).")
    Duration expiryFloor = Duration.ZERO;

    @Option(names = "--require-zonemd", description = "A ZONEMD that verifies must be there.")
    boolean requireZonemd;

    @Option(
            names = "--allow-sha1",
            description = "Verify the legacy algorithms 5 and 7, which hash with SHA-1.")
    boolean allowSha1;

    @Option(
            names = "--allow-experimental",
            description = "Verify ML-DSA-44 under its provisional number 18.")
    boolean allowExperimental;

    @Option(
            names = "--max-problems",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many problems are listed; all are counted (${DEFAULT-VALUE}).")
    int maxProblems = 100;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads; as many as CPUs.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        if (threads < 1 || maxProblems < 1) {
            throw CommandException.usage("--threads and --max-problems must be positive");
        }
        Name zone = Name.parse(origin);
        ProofOptions options = options(zone);
        ZoneLoader loaded = ZoneLoader.load(zoneFile, ZoneFileOptions.of(zone), threads, terminal);
        ProofReport report = prove(loaded, options, terminal);
        if (json) {
            Json.print(terminal.out(), Verdict.of(report, ContentDigest.of(loaded.version())));
        } else {
            print(report, terminal.out());
        }
        return report.isProved() ? ExitCode.FINE : ExitCode.BAD;
    }

    private ProofOptions options(Name zone) throws Exception {
        Path file = trustAnchor;
        List<TrustAnchor> anchors = file == null ? List.of() : RecordFiles.anchors(file, zone);
        Instant time = at == null ? Instant.now() : at;
        return ProofOptions.at(time.getEpochSecond())
                .withAnchors(anchors)
                .withPolicy(new VerifyPolicy(allowSha1, allowExperimental))
                .withExpiryFloor(expiryFloor.toSeconds())
                .withZonemd(
                        requireZonemd
                                ? ProofOptions.ZonemdDemand.REQUIRED
                                : ProofOptions.ZonemdDemand.IF_PRESENT)
                .withThreads(threads)
                .withMaxProblems(maxProblems);
    }

    private static ProofReport prove(ZoneLoader loaded, ProofOptions options, Terminal terminal) {
        int pages = loaded.version().pageCount() + loaded.version().nsec3PageCount();
        try (ProgressBar bar = new ProgressBar(terminal, "verifying", pages)) {
            return ZoneProof.prove(loaded.version(), options, (done, all) -> bar.reach(done));
        }
    }

    /** What {@code --json} prints. */
    record Verdict(
            String zone,
            long serial,
            Instant at,
            boolean verified,
            long problemCount,
            List<Finding> problems,
            ProofReport.Counts counts,
            @Nullable Instant earliestExpiry,
            List<Key> keys,
            String denial,
            String zonemd,
            String contentDigest,
            int verifierVersion,
            double seconds) {

        static Verdict of(ProofReport report, String contentDigest) {
            List<Finding> problems = new ArrayList<>();
            report.problems()
                    .forEach(problem ->
                            problems.add(
                                    new Finding(
                                            problem.owner().toString(),
                                            RecordTypes.name(problem.type()),
                                            problem.code().name(),
                                            problem.sentence())));
            List<Key> keys = new ArrayList<>();
            report.keys()
                    .forEach(key -> keys.add(new Key(key.keyTag(), key.algorithm(), key.flags())));
            return new Verdict(
                    report.apex().toString(),
                    report.serial(),
                    Instant.ofEpochSecond(report.at()),
                    report.isProved(),
                    report.problemCount(),
                    problems,
                    report.counts(),
                    expiry(report),
                    keys,
                    report.denial().name(),
                    report.zonemd().name(),
                    contentDigest,
                    report.verifierVersion(),
                    report.seconds());
        }
    }

    /** One thing that is wrong. */
    record Finding(String owner, String type, String code, String sentence) {}

    /** A published key. */
    record Key(int tag, int algorithm, int flags) {}

    private static @Nullable Instant expiry(ProofReport report) {
        return report.earliestExpiry() == Long.MAX_VALUE
                ? null
                : Instant.ofEpochSecond(report.earliestExpiry());
    }

    private static void print(ProofReport report, PrintStream out) {
        report.problems().forEach(out::println);
        long more = report.problemCount() - report.problems().size();
        if (more > 0) {
            out.println("and " + more + " more; --max-problems lists more");
        }
        ProofReport.Counts counts = report.counts();
        out.printf(
                Locale.ROOT,
                "zone       %s serial %d, %,d records, %,d RRsets%n",
                report.apex(),
                report.serial(),
                counts.records(),
                counts.rrsets());
        report.keys()
                .forEach(key ->
                        out.printf(
                                Locale.ROOT,
                                "key        %d %s, flags %d%n",
                                key.keyTag(),
                                Algorithm.name(key.algorithm()),
                                key.flags()));
        out.printf(
                Locale.ROOT,
                "denial     %s, %,d records, %,d delegations opted out%n",
                report.denial(),
                counts.denialRecords(),
                counts.optedOut());
        out.println("ZONEMD     " + report.zonemd().name().toLowerCase(Locale.ROOT));
        Instant expiry = expiry(report);
        out.println("expires    " + (expiry == null ? "never: nothing is signed" : expiry));
        out.printf(
                Locale.ROOT,
                "%s %,d signatures at %s in %.2f s: %s%n",
                report.isProved() ? "verified  " : "FAILED    ",
                counts.signatures(),
                Instant.ofEpochSecond(report.at()),
                report.seconds(),
                report.isProved() ? "nothing wrong" : report.problemCount() + " problems");
    }
}
