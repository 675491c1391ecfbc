package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.RecordFiles;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.zones.Verification;

/**
 * What is proved of a zone before it is served.
 *
 * @param anchors DS or DNSKEY records, as they stand in the file
 * @param anchorFile a file with such records
 */
record ProofRules(Verification extent, List<String> anchors, Optional<ZoneFilePath> anchorFile) {

    static final ProofRules NONE = new ProofRules(Verification.NONE, List.of(), Optional.empty());

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
                        : otherwise.anchorFile);
    }

    /** Whether the anchor that {@code full} begins at is missing. */
    boolean lacksAnchor() {
        return extent == Verification.FULL && anchors.isEmpty() && anchorFile.isEmpty();
    }

    /** Notes what is wrong with the anchors of a zone. */
    void check(Section section, Name zone, Path base) {
        if (lacksAnchor()) {
            section.problem(
                    "verify",
                    "is full, which begins at a trust anchor: name trust-anchors or"
                            + " trust-anchor-file for "
                            + zone);
        }
        if (extent == Verification.NONE) {
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
