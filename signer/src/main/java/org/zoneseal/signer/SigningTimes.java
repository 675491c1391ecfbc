package org.zoneseal.signer;

/**
 * When signatures begin and end to be valid.
 *
 * @param at the time of signing, seconds since 1970
 * @param inceptionOffset seconds before {@code at} at which signatures become valid, for clocks
 *     that are behind
 * @param validity seconds after {@code at} for which signatures over data are valid
 * @param dnskeyValidity the same for DNSKEY, CDS and CDNSKEY
 * @param jitter seconds by up to which an expiration may come earlier, spread over the RRsets so
 *     that not all expire at once; the same RRset gets the same share each time
 * @param refresh seconds of validity that must be left for a signature to be used again
 */
public record SigningTimes(
        long at,
        long inceptionOffset,
        long validity,
        long dnskeyValidity,
        long jitter,
        long refresh) {

    public SigningTimes {
        if (validity <= jitter || dnskeyValidity <= 0 || inceptionOffset < 0 || jitter < 0) {
            throw new IllegalArgumentException(
                    "a validity must be positive and longer than the jitter");
        }
        if (Math.max(validity, dnskeyValidity) + inceptionOffset > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a validity above 68 years has no meaning in an RRSIG (RFC 4034 §3.1.5)");
        }
    }

    long inception() {
        return at - inceptionOffset;
    }

    /** Expiration of a signature over data. */
    long expiration(byte[] owner, int offset, int length, int type) {
        if (jitter == 0) {
            return at + validity;
        }
        long hash = type;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ owner[i]) * 0x100000001b3L;
        }
        hash ^= hash >>> 29;
        return at + validity - Long.remainderUnsigned(hash * 0x9E3779B97F4A7C15L, jitter + 1);
    }

    long dnskeyExpiration() {
        return at + dnskeyValidity;
    }
}
