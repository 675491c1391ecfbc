package org.zoneseal.transfer.secondary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.zones.ProofRecord;
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

    /**
     * Whether a version that has passed this proof has passed this rule. Time is left out: that the
     * signatures have expired meanwhile makes no other version of it.
     */
    public boolean isMetBy(Optional<ProofRecord> proof) {
        return mode == Verification.NONE
                || proof.filter(passed ->
                                passed.mode() == mode
                                        && passed.anchors().equals(anchorsDigest())
                                        && passed.verifierVersion() == ProofReport.VERIFIER_VERSION)
                        .isPresent();
    }

    /** How far it goes, in the configuration's word. */
    public String word() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** A digest of the anchors, whatever their order; empty if none is looked at. */
    String anchorsDigest() {
        if (mode != Verification.DNSSEC && mode != Verification.FULL) {
            return "";
        }
        MessageDigest sha256 = sha256();
        anchors.stream()
                .map(VerificationRule::text)
                .distinct()
                .sorted()
                .forEach(anchor -> sha256.update(anchor.getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static String text(TrustAnchor anchor) {
        return switch (anchor) {
            case TrustAnchor.ByDs(Ds ds) -> "DS " + HexFormat.of().formatHex(ds.rdata()) + '\n';
            case TrustAnchor.ByKey(Dnskey key) ->
                    "DNSKEY " + HexFormat.of().formatHex(key.rdata()) + '\n';
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
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
