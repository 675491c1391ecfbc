package org.zoneseal.proof;

import java.util.List;
import org.zoneseal.dnssec.VerifyPolicy;

/**
 * What a zone is held against.
 *
 * @param at the time that signatures must be valid at, in seconds since 1970
 * @param anchors what is known of the keys from outside; none: any key with the SEP flag will do
 * @param policy which algorithms count beyond the standard ones
 * @param expiryFloor seconds after {@code at} for which every signature must go on being valid
 * @param zonemd whether a ZONEMD that can be verified must be there, or is looked at
 * @param threads how many verify, 1 or more
 * @param maxProblems how many problems are described; all are counted
 */
public record ProofOptions(
        long at,
        List<TrustAnchor> anchors,
        VerifyPolicy policy,
        long expiryFloor,
        ZonemdDemand zonemd,
        int threads,
        int maxProblems) {

    /** What is asked of a zone's ZONEMD records. */
    public enum ZonemdDemand {
        /** Nothing: the digest is not made. They must be signed like any other record. */
        IGNORED,
        /** Right, if there are any. */
        IF_PRESENT,
        /** Right, and there. */
        REQUIRED
    }

    public ProofOptions {
        anchors = List.copyOf(anchors);
        if (threads < 1 || maxProblems < 1 || expiryFloor < 0) {
            throw new IllegalArgumentException(
                    "a proof with "
                            + threads
                            + " threads, "
                            + maxProblems
                            + " problems at most and a floor of "
                            + expiryFloor
                            + " s");
        }
    }

    /** No anchors, standard algorithms, no floor, one thread, up to 100 problems. */
    public static ProofOptions at(long epochSeconds) {
        return new ProofOptions(
                epochSeconds, List.of(), VerifyPolicy.STANDARD, 0, ZonemdDemand.IF_PRESENT, 1, 100);
    }

    public ProofOptions withTime(long epochSeconds) {
        return new ProofOptions(
                epochSeconds, anchors, policy, expiryFloor, zonemd, threads, maxProblems);
    }

    public ProofOptions withAnchors(List<TrustAnchor> others) {
        return new ProofOptions(at, others, policy, expiryFloor, zonemd, threads, maxProblems);
    }

    public ProofOptions withPolicy(VerifyPolicy other) {
        return new ProofOptions(at, anchors, other, expiryFloor, zonemd, threads, maxProblems);
    }

    public ProofOptions withExpiryFloor(long seconds) {
        return new ProofOptions(at, anchors, policy, seconds, zonemd, threads, maxProblems);
    }

    public ProofOptions withZonemd(ZonemdDemand demand) {
        return new ProofOptions(at, anchors, policy, expiryFloor, demand, threads, maxProblems);
    }

    public ProofOptions withThreads(int count) {
        return new ProofOptions(at, anchors, policy, expiryFloor, zonemd, count, maxProblems);
    }

    public ProofOptions withMaxProblems(int count) {
        return new ProofOptions(at, anchors, policy, expiryFloor, zonemd, threads, count);
    }
}
