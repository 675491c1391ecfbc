package org.zoneseal.transfer.secondary;

import java.util.List;
import java.util.Optional;
import org.zoneseal.proof.Problem;
import org.zoneseal.zones.ProofRecord;
import org.zoneseal.zones.Verification;

/**
 * What verifying a version has found.
 *
 * @param mode how far it was verified
 * @param problems the first reasons not to take it, the zone's own first
 * @param problemCount all of them; 0 if it is taken
 * @param earliestExpiry when the first signature expires, in seconds since 1970; {@code
 *     Long.MAX_VALUE} if none was looked at
 * @param proof what is kept with the version; empty if nothing was verified
 * @param seconds how long it took
 */
public record Verdict(
        Verification mode,
        List<Problem> problems,
        long problemCount,
        long earliestExpiry,
        Optional<ProofRecord> proof,
        double seconds) {

    private static final int TOLD = 3;

    public Verdict {
        problems = List.copyOf(problems);
    }

    /** Nothing was asked. */
    static Verdict unverified() {
        return new Verdict(Verification.NONE, List.of(), 0, Long.MAX_VALUE, Optional.empty(), 0);
    }

    public boolean isGood() {
        return problemCount == 0;
    }

    /** The first reasons in a sentence. */
    public String reasons() {
        StringBuilder text = new StringBuilder();
        for (Problem problem : problems.subList(0, Math.min(TOLD, problems.size()))) {
            text.append(text.isEmpty() ? "" : "; ").append(problem);
        }
        long more = problemCount - Math.min(TOLD, problems.size());
        return more > 0 ? text + "; and " + more + " more" : text.toString();
    }
}
