package org.zoneseal.dnssec;

/**
 * Which algorithms may be verified beyond the standard ones.
 *
 * @param sha1 the legacy algorithms 5 and 7
 * @param experimental ML-DSA-44
 */
public record VerifyPolicy(boolean sha1, boolean experimental) {

    /** Neither SHA-1 nor experiments. */
    public static final VerifyPolicy STANDARD = new VerifyPolicy(false, false);

    public VerifyPolicy withSha1() {
        return new VerifyPolicy(true, experimental);
    }

    public VerifyPolicy withExperimental() {
        return new VerifyPolicy(sha1, true);
    }

    /** Whether signatures of this algorithm may be verified. */
    public boolean allows(Algorithm algorithm) {
        return (sha1 || !algorithm.isSha1()) && (experimental || !algorithm.isExperimental());
    }
}
