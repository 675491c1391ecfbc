package org.zoneseal.transfer.secondary;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofOptions.ZonemdDemand;
import org.zoneseal.proof.ProofProgress;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.ZoneFacts;
import org.zoneseal.proof.ZoneProof;
import org.zoneseal.proof.ZoneProver;
import org.zoneseal.zones.ProofRecord;
import org.zoneseal.zones.ZoneVersion;

/**
 * Verifies the versions of one zone as they come, by one rule. Mutable, one version at a time.
 *
 * <p>It keeps what was proved of each page, so that of the next version only the pages are proved
 * that it does not share.
 */
public final class ZoneVerifier {

    private static final int MOST_PROBLEMS = 20;

    private final VerificationRule rule;
    private @Nullable ZoneProver prover;

    public ZoneVerifier(VerificationRule rule) {
        this.rule = rule;
    }

    /** Verifies a version at a time. */
    public synchronized Verdict verify(ZoneVersion version, long now) {
        return switch (rule.mode()) {
            case NONE -> Verdict.unverified();
            case DIGEST -> verdict(ZoneProof.digest(version, options(now, ZonemdDemand.REQUIRED)));
            case DNSSEC -> verdict(prove(version, options(now, ZonemdDemand.IGNORED)));
            case FULL -> verdict(prove(version, options(now, ZonemdDemand.REQUIRED)));
        };
    }

    private ProofReport prove(ZoneVersion version, ProofOptions options) {
        if (prover == null) {
            prover = new ZoneProver(ZoneFacts.of(version), options);
        }
        return prover.finish(version, options.at(), ProofProgress.NONE);
    }

    private ProofOptions options(long now, ZonemdDemand zonemd) {
        return ProofOptions.at(now)
                .withAnchors(rule.anchors())
                .withExpiryFloor(rule.expiryFloor())
                .withThreads(rule.threads())
                .withMaxProblems(MOST_PROBLEMS)
                .withZonemd(zonemd);
    }

    private Verdict verdict(ProofReport report) {
        return new Verdict(
                rule.mode(),
                report.problems(),
                report.problemCount(),
                report.earliestExpiry(),
                Optional.of(
                        new ProofRecord(
                                rule.mode(),
                                report.earliestExpiry(),
                                report.verifierVersion(),
                                rule.anchorsDigest())),
                report.seconds());
    }
}
