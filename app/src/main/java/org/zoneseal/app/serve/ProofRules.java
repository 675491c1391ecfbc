package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.RecordFiles;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.transfer.secondary.VerificationRule;
import org.zoneseal.zones.Verification;

/**
 * What is proved of a zone before it is served.
 *
 * @param anchors DS or DNSKEY records, as they stand in the file
 * @param anchorFile a file with such records
 * @param expiryFloor how long every signature must go on being valid
 * @param warnBefore how long before the first signature ends that is said
 */
record ProofRules(
        Verification extent,
        List<String> anchors,
        Optional<ZoneFilePath> anchorFile,
        Duration expiryFloor,
        Duration warnBefore) {

    private static final Duration MOST = Duration.ofDays(366);

    static final ProofRules NONE =
            new ProofRules(
                    Verification.NONE,
                    List.of(),
                    Optional.empty(),
                    Duration.ZERO,
                    Duration.ofDays(1));

    private static final Map<String, Verification> WORDS =
            Map.of(
                    "none", Verification.NONE,
                    "digest", Verification.DIGEST,
                    "dnssec", Verification.DNSSEC,
                    "full", Verification.FULL);

    static ProofRules read(Section section, ProofRules otherwise) {
        return new ProofRules(
                section.choice("verify", WORDS, otherwise.extent),
                section.has("trust-anchors") ? section.texts("trust-anchors") : otherwise.anchors,
                section.has("trust-anchor-file")
                        ? section.text("trust-anchor-file").map(ZoneFilePath::new)
                        : otherwise.anchorFile,
                section.duration("expiry-floor", Duration.ZERO, MOST, otherwise.expiryFloor),
                section.duration("warn-before", Duration.ZERO, MOST, otherwise.warnBefore));
    }

    private boolean lacksAnchor() {
        return checksSignatures() && anchors.isEmpty() && anchorFile.isEmpty();
    }

    private boolean checksSignatures() {
        return extent == Verification.FULL || extent == Verification.DNSSEC;
    }

    /** The same for who verifies. */
    VerificationRule rule(Name zone, Path base) throws IOException {
        if (extent == Verification.NONE) {
            return VerificationRule.NONE;
        }
        return new VerificationRule(
                extent,
                anchorsOf(zone, base),
                expiryFloor.toSeconds(),
                warnBefore.toSeconds(),
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** Notes what is wrong with the anchors of a zone. */
    void check(Section section, Name zone, Path base) {
        if (lacksAnchor()) {
            section.problem(
                    "verify",
                    "needs a trust anchor, for anybody can sign with keys of their own: name"
                            + " trust-anchors or trust-anchor-file for "
                            + zone);
        }
        if (!checksSignatures()) {
            return;
        }
        try {
            anchorsOf(zone, base);
        } catch (CommandException | IOException e) {
            String key = section.has("trust-anchors") ? "trust-anchors" : "trust-anchor-file";
            section.problem(key, "cannot be used for " + zone + ": " + e.getMessage());
        }
    }

    /**
     * The anchors of a zone.
     *
     * @throws CommandException if one is none
     */
    List<TrustAnchor> anchorsOf(Name zone, Path base) throws IOException {
        List<TrustAnchor> all = new ArrayList<>();
        if (!anchors.isEmpty()) {
            all.addAll(RecordFiles.anchors(String.join("\n", anchors), zone));
        }
        if (anchorFile.isPresent()) {
            Path file = anchorFile.get().of(zone, base);
            if (!Files.isReadable(file)) {
                throw CommandException.usage(file + ": " + Surroundings.why(file));
            }
            all.addAll(RecordFiles.anchors(file, zone));
        }
        return all;
    }
}
