package org.zoneseal.simulator.token;

import org.jspecify.annotations.Nullable;
import org.zoneseal.simulator.mechanism.Hash;
import org.zoneseal.simulator.mechanism.HashedScheme;
import org.zoneseal.simulator.mechanism.SigningScheme;

/**
 * One key with one mechanism, after everything was checked that does not change from call to call.
 *
 * @param parts what becomes of data that comes in parts
 */
record SigningPlan(
        SigningScheme scheme, Parts parts, boolean needsLogin, boolean alwaysAuthenticate) {

    /** How multi-part operations are done. */
    enum Parts {
        /** CKR_OPERATION_NOT_INITIALIZED, as PKCS#11 lists the mechanism as single-part. */
        REFUSED,
        /** They are hashed as they come. */
        HASHED,
        /** They are kept until the last one is there. */
        KEPT
    }

    /** The hash in front of the scheme, or null. */
    @Nullable Hash hash() {
        return scheme instanceof HashedScheme hashed ? hashed.hash() : null;
    }

    /** What signs the hash. */
    SigningScheme inner() {
        return scheme instanceof HashedScheme hashed ? hashed.inner() : scheme;
    }
}
