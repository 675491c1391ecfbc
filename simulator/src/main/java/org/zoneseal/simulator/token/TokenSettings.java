package org.zoneseal.simulator.token;

import org.zoneseal.simulator.HeapKeys;

/**
 * What an operator may choose about PKCS#11.
 *
 * @param ecPoint how CKA_EC_POINT is shown; both forms are taken
 * @param heapKeys whether Ed448 and ML-DSA are on offer
 * @param maxSessions of one application
 * @param maxSessionObjects of one application
 * @param maxWorkingKeys private keys that are kept loaded, over all applications
 */
public record TokenSettings(
        EcPoint ecPoint,
        HeapKeys heapKeys,
        int maxSessions,
        int maxSessionObjects,
        int maxWorkingKeys) {

    public static final TokenSettings DEFAULTS =
            new TokenSettings(EcPoint.OCTET_STRING, HeapKeys.ALLOWED, 4096, 10_000, 4096);

    /** How the point of a public key is written. */
    public enum EcPoint {
        /** DER, as PKCS#11 says. */
        OCTET_STRING,
        /** The bare point, as some old programs want it. */
        BARE
    }
}
