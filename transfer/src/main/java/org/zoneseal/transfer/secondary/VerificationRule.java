package org.zoneseal.transfer.secondary;

import java.util.List;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.zones.Verification;

/**
 * What a zone must prove before it is taken.
 *
 * @param mode how far it is verified
 * @param anchors keys that the authority is known by, DS or DNSKEY; needed for {@code DNSSEC} and
 *     {@code FULL}
 * @param expiryFloor seconds from now that every signature must go on being valid
 * @param warnBefore seconds before the first signature expires at which that is told
 * @param threads how many verify
 */
public record VerificationRule(
        Verification mode,
        List<TrustAnchor> anchors,
        long expiryFloor,
        long warnBefore,
        int threads) {

    private static final long DAY = 86_400;

    /** Nothing is verified. */
    public static final VerificationRule NONE =
            new VerificationRule(Verification.NONE, List.of(), 0, DAY, 1);

    /**
     * @throws IllegalArgumentException if signatures are to be verified and there is no anchor:
     *     anybody can sign a zone with keys of their own
     */
    public VerificationRule {
        anchors = List.copyOf(anchors);
        if (anchors.isEmpty() && (mode == Verification.DNSSEC || mode == Verification.FULL)) {
            throw new IllegalArgumentException(
                    "without a trust anchor, signatures prove nothing: anybody can make them");
        }
        if (expiryFloor < 0 || warnBefore < 0 || threads < 1) {
            throw new IllegalArgumentException("times are not negative, threads at least one");
        }
    }

    /** The whole way from these anchors, with one thread, warning a day ahead. */
    public static VerificationRule full(List<TrustAnchor> anchors) {
        return new VerificationRule(Verification.FULL, anchors, 0, DAY, 1);
    }

    /** Signatures and the denial chain from these anchors. */
    public static VerificationRule dnssec(List<TrustAnchor> anchors) {
        return new VerificationRule(Verification.DNSSEC, anchors, 0, DAY, 1);
    }

    /** The checksum. */
    public static VerificationRule digest() {
        return new VerificationRule(Verification.DIGEST, List.of(), 0, DAY, 1);
    }

    public VerificationRule withThreads(int count) {
        return new VerificationRule(mode, anchors, expiryFloor, warnBefore, count);
    }

    public VerificationRule withExpiryFloor(long seconds) {
        return new VerificationRule(mode, anchors, seconds, warnBefore, threads);
    }

    public VerificationRule withWarnBefore(long seconds) {
        return new VerificationRule(mode, anchors, expiryFloor, seconds, threads);
    }
}
