package org.zoneseal.app;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.IncludePolicy;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.DigestType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.signer.KeyRing;
import org.zoneseal.signer.SignedZone;
import org.zoneseal.signer.SigningException;
import org.zoneseal.signer.SigningListener;
import org.zoneseal.signer.SigningPolicy;
import org.zoneseal.signer.ZoneKey;
import org.zoneseal.signer.ZoneKeys;
import org.zoneseal.signer.ZoneSigner;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.zones.ZoneVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal sign}: a zone file in, a signed and proved zone file out. */
@Command(
        name = "sign",
        description = {
            "Sign a zone file with keys in an HSM, prove the result, and write it.",
            "",
            "The keys are those of the state folder; on the first run they are made. The output"
                    + " appears under its name only when it is complete and proved."
        })
final class SignCommand implements Operation {

    private static final String STANDARD_OUTPUT = "-";

    @Parameters(paramLabel = "ZONEFILE", description = "The zone, as text; may be gzipped.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Path zoneFile;

    @Option(names = "--origin", required = true, paramLabel = "NAME", description = "Its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String origin;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write, - for standard output (ZONEFILE.signed).")
    @Nullable String out;

    @Option(
            names = "--previous",
            paramLabel = "SIGNED",
            description = "An earlier signed version; its signatures are kept where they are good.")
    @Nullable Path previous;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many sign side by side, each in a session of its own (processors).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--strict", description = "Refuse what would be put right with a warning.")
    boolean strict;

    @Option(names = "--no-proof", description = "Do not prove the result before it is written.")
    boolean noProof;

    @Option(
            names = "--include",
            paramLabel = "POLICY",
            defaultValue = "below_zone_file",
            description = "Files that $$INCLUDE may name: nothing, below_zone_file, anything.")
    IncludePolicy include = IncludePolicy.BELOW_ZONE_FILE;

    @Option(names = "--json", description = "Print the summary as JSON.")
    boolean json;

    @Mixin private final HsmOptions hsmOptions = new HsmOptions();

    @Mixin private final SignOptions signOptions = new SignOptions();

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        if (threads < 1 || threads > 1024) {
            throw CommandException.usage("--threads takes 1 to 1024");
        }
        Name zone = Name.parse(origin);
        Instant given = signOptions.at;
        Instant now = given == null ? Instant.now() : given;
        SigningPolicy policy = signOptions.policy(now.getEpochSecond());
        KeyProvision.Wish wish = signOptions.keyWish();
        ZoneFileOptions reading = ZoneFileOptions.of(zone).withIncludes(include);
        Stopwatch clock = new Stopwatch();
        ZoneLoader loaded = ZoneLoader.load(zoneFile, reading, threads, terminal);
        loaded.check(strict, terminal);
        clock.lap(Stopwatch.Phase.READ);
        try (HsmOptions.Opened hsm = hsmOptions.open(terminal)) {
            KeyRing ring = KeyRing.of(hsmOptions.stateFolder().path(), zone);
            List<ZoneKey> keys =
                    new ArrayList<>(
                            new KeyProvision(zone, ring, hsm, hsmOptions.timeout)
                                    .keys(wish, brought(zone), now, terminal));
            for (Path file : signOptions.foreignKeys) {
                RecordFiles.dnskeys(file, zone).forEach(key -> keys.add(new ZoneKey.Foreign(key)));
            }
            ZoneKeys zoneKeys = new ZoneKeys(keys);
            clock.lap(Stopwatch.Phase.KEYS);
            return new Job(loaded, policy, zoneKeys, hsm.name(), clock, terminal).run();
        }
    }

    private List<byte[]> brought(Name zone) throws IOException {
        Path file = signOptions.signatures;
        return file == null ? List.of() : RecordFiles.signatures(file, zone);
    }

    /** One signing, from the loaded zone to the written one. */
    private final class Job {

        private final ZoneLoader loaded;
        private final SigningPolicy policy;
        private final ZoneKeys keys;
        private final String hsmName;
        private final Stopwatch clock;
        private final Terminal terminal;

        Job(
                ZoneLoader loaded,
                SigningPolicy policy,
                ZoneKeys keys,
                String hsmName,
                Stopwatch clock,
                Terminal terminal) {
            this.loaded = loaded;
            this.policy = policy;
            this.keys = keys;
            this.hsmName = hsmName;
            this.clock = clock;
            this.terminal = terminal;
        }

        ExitCode run() throws Exception {
            if (noProof) {
                SignedZone signed = sign(SigningListener.NONE);
                clock.lap(Stopwatch.Phase.SIGN);
                String output = write(signed.version(), null);
                summarize(signed, null, output);
                return ExitCode.FINE;
            }
            try (SigningProof proof = new SigningProof(proofOptions())) {
                SignedZone signed = sign(proof);
                clock.lap(Stopwatch.Phase.SIGN);
                Future<ProofReport> report = proof.finish(signed.version());
                String output = write(signed.version(), report);
                summarize(signed, SigningProof.result(report), output);
                return ExitCode.FINE;
            }
        }

        private SignedZone sign(SigningListener listener) throws IOException {
            try (SigningProgress progress = new SigningProgress(terminal, listener)) {
                ZoneSigner signer =
                        new ZoneSigner(policy, keys, threads, hsmOptions.timeout, progress);
                Path earlier = previous;
                if (earlier == null) {
                    return signer.sign(loaded.version());
                }
                ZoneFileOptions reading = ZoneFileOptions.of(loaded.version().apex());
                return signer.sign(
                        loaded.version(),
                        ZoneLoader.load(earlier, reading, threads, terminal).version());
            } catch (SigningException e) {
                throw CommandException.usage(String.valueOf(e.getMessage()));
            }
        }

        private ProofOptions proofOptions() {
            List<TrustAnchor> pinned = new ArrayList<>();
            for (Dnskey key : keys.secureEntryPoints()) {
                pinned.add(new TrustAnchor.ByKey(key));
            }
            VerifyPolicy verify =
                    signOptions.experimental
                            ? VerifyPolicy.STANDARD.withExperimental()
                            : VerifyPolicy.STANDARD;
            return ProofOptions.at(policy.times().at())
                    .withAnchors(pinned)
                    .withPolicy(verify)
                    .withThreads(threads);
        }

        private String write(ZoneVersion signed, @Nullable Future<ProofReport> proof)
                throws IOException {
            if (STANDARD_OUTPUT.equals(out)) {
                demandProof(proof);
                WritableByteChannel channel = Channels.newChannel(terminal.out());
                ZoneText.write(signed, channel);
                clock.lap(Stopwatch.Phase.WRITE);
                return "standard output";
            }
            Path file = out == null ? Path.of(zoneFile + ".signed") : Path.of(out);
            if (Files.isDirectory(file)) {
                throw CommandException.usage(file + " is a folder; --out takes a file");
            }
            try (AtomicFile aside = AtomicFile.begin(FileLayer.real(), file, Access.SHARED)) {
                ZoneText.write(signed, aside);
                clock.lap(Stopwatch.Phase.WRITE);
                demandProof(proof);
                clock.lap(Stopwatch.Phase.PROOF);
                aside.commit();
            }
            return file.toString();
        }

        private void demandProof(@Nullable Future<ProofReport> proof) {
            if (proof == null) {
                return;
            }
            ProofReport report = SigningProof.result(proof);
            if (!report.isProved()) {
                throw new CommandException(ExitCode.ENVIRONMENT, refusal(report));
            }
        }

        private String refusal(ProofReport report) {
            StringBuilder text = new StringBuilder("the signed zone does not verify:\n");
            report.problems().stream()
                    .limit(20)
                    .forEach(problem -> text.append("  ").append(problem).append('\n'));
            long more = report.problemCount() - Math.min(20, report.problems().size());
            if (more > 0) {
                text.append("  and ").append(more).append(" more\n");
            }
            return text.append("nothing was written. The signatures were made in the token ")
                    .append(hsmName)
                    .append(" by C_Sign with ")
                    .append(
                            String.join(
                                    ", ",
                                    keys.all().stream().map(key -> "" + key.dnskey()).toList()))
                    .append("; do not use it until \"zoneseal hsm test\" says that it signs right")
                    .toString();
        }

        private void summarize(SignedZone signed, @Nullable ProofReport report, String output) {
            SigningSummary summary = summary(signed, report, output);
            Terminal to =
                    STANDARD_OUTPUT.equals(out)
                            ? new Terminal(terminal.err(), terminal.err(), false)
                            : terminal;
            if (json) {
                Json.print(to.out(), summary);
            } else {
                summary.print(to.out());
            }
        }

        private SigningSummary summary(
                SignedZone signed, @Nullable ProofReport report, String output) {
            ZoneVersion version = signed.version();
            double signing = clock.seconds(Stopwatch.Phase.SIGN);
            return new SigningSummary(
                    version.apex().toString(),
                    output,
                    version.serial(),
                    loaded.records(),
                    version.records(),
                    signed.replaced(),
                    version.nodes(),
                    signed.signaturesMade(),
                    signed.signaturesReused(),
                    signed.denialRecords(),
                    version.nsec3Owners() > 0 ? "NSEC3" : "NSEC",
                    keyLines(),
                    dsLines(version.apex()),
                    new SigningSummary.Seconds(
                            clock.seconds(Stopwatch.Phase.READ),
                            clock.seconds(Stopwatch.Phase.KEYS),
                            signing,
                            clock.seconds(Stopwatch.Phase.WRITE),
                            clock.seconds(Stopwatch.Phase.PROOF),
                            clock.total()),
                    (long) (signed.signaturesMade() / Math.max(signing, 1e-3)),
                    report == null ? "not proved (--no-proof)" : "proved",
                    report == null ? 0 : report.counts().signatures(),
                    report == null
                            ? null
                            : Instant.ofEpochSecond(report.earliestExpiry()).toString(),
                    version.packedBytes());
        }

        private List<SigningSummary.KeyLine> keyLines() {
            return keys.all().stream()
                    .map(key ->
                            new SigningSummary.KeyLine(
                                    role(key),
                                    Algorithm.name(key.dnskey().algorithm()),
                                    key.dnskey().keyTag(),
                                    where(key)))
                    .toList();
        }

        private static String role(ZoneKey key) {
            return switch (key) {
                case ZoneKey.Held held -> held.role().name();
                case ZoneKey.Offline offline -> "KSK";
                case ZoneKey.Foreign foreign -> foreign.dnskey().isSep() ? "KSK" : "ZSK";
            };
        }

        private String where(ZoneKey key) {
            return switch (key) {
                case ZoneKey.Held held -> "in the HSM " + hsmName;
                case ZoneKey.Offline offline -> "elsewhere, signatures brought";
                case ZoneKey.Foreign foreign -> "foreign, published only";
            };
        }

        private List<String> dsLines(Name zone) {
            return keys.secureEntryPoints().stream()
                    .map(key -> zone + " IN DS " + Ds.of(zone, key, DigestType.SHA256.number()))
                    .toList();
        }
    }
}
