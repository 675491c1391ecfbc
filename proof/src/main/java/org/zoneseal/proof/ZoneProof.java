package org.zoneseal.proof;

import java.util.List;
import org.zoneseal.zones.ZoneVersion;

/** Proves a whole zone at once, or the checksum over it. */
public final class ZoneProof {

    private ZoneProof() {}

    /** Proves a version, or says all that is wrong with it. */
    public static ProofReport prove(
            ZoneVersion version, ProofOptions options, ProofProgress progress) {
        return new ZoneProver(ZoneFacts.of(version), options).finish(version, progress);
    }

    /**
     * Holds a version against its ZONEMD records and looks at nothing else (RFC 8976 §4): whether
     * it is what its publisher sent, if nobody on the way wanted it to be something else. A zone
     * without a ZONEMD of a scheme and hash that we know does not pass.
     */
    public static ProofReport digest(ZoneVersion version, ProofOptions options) {
        long start = System.nanoTime();
        ProofOptions required = options.withZonemd(ProofOptions.ZonemdDemand.REQUIRED);
        Findings findings = new Findings(options.maxProblems());
        ProofReport.ZonemdStatus zonemd =
                new ZonemdProver(version, ZoneFacts.of(version), required, findings).prove();
        return new ProofReport(
                version.apex(),
                ZoneFacts.serial(version),
                options.at(),
                findings.problems(),
                findings.problemCount(),
                new ProofReport.Counts(version.records(), 0, 0, 0, 0),
                Long.MAX_VALUE,
                List.of(),
                ProofReport.Denial.NONE,
                zonemd,
                ProofReport.VERIFIER_VERSION,
                (System.nanoTime() - start) / 1e9);
    }
}
