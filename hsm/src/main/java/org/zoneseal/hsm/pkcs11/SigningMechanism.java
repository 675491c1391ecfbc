package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One way to ask a token for a signature.
 *
 * @param mechanism its CKM_ number
 * @param digest the hash that we compute before, empty if the token hashes by itself
 * @param prefix what precedes the hash: the DigestInfo of RFC 8017 section 9.2, or nothing
 * @param hasEddsaParameters whether CK_EDDSA_PARAMS (no pre-hash, no context) is passed
 */
record SigningMechanism(long mechanism, String digest, byte[] prefix, boolean hasEddsaParameters) {

    private static final byte[] NO_PREFIX = {};

    /** A mechanism that takes the data as they are. */
    static SigningMechanism ofData(long mechanism) {
        return new SigningMechanism(mechanism, "", NO_PREFIX, false);
    }

    /** A mechanism that takes a hash. */
    static SigningMechanism ofHash(long mechanism, String digest, byte... prefix) {
        return new SigningMechanism(mechanism, digest, prefix, false);
    }

    static SigningMechanism ofDataWithEddsaParameters(long mechanism) {
        return new SigningMechanism(mechanism, "", NO_PREFIX, true);
    }

    boolean hashesHere() {
        return !digest.isEmpty();
    }

    /** CK_MECHANISM in native memory. */
    MemorySegment toNative(Arena arena) {
        MemorySegment description = arena.allocate(CryptokiLayout.MECHANISM);
        description.set(JAVA_LONG, CryptokiLayout.MECHANISM_TYPE, mechanism);
        if (hasEddsaParameters) {
            MemorySegment parameters = arena.allocate(CryptokiLayout.EDDSA_PARAMS);
            description.set(ADDRESS, CryptokiLayout.MECHANISM_PARAMETER, parameters);
            description.set(
                    JAVA_LONG, CryptokiLayout.MECHANISM_PARAMETER_LENGTH, parameters.byteSize());
        }
        return description;
    }
}
