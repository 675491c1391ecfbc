package org.zoneseal.simulator.mechanism;

import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A private key ready to work, with the provider's objects that use it and buffers of its own.
 *
 * <p>Mutable, for one thread at a time. After an exception it is thrown away, because nobody knows
 * in which state the provider's object is.
 */
public abstract sealed class PrivateWorker implements AutoCloseable
        permits RsaWorker, EcWorker, EdwardsWorker, MlDsaWorker {

    private final Map<Hash, MessageDigest> digests = new EnumMap<>(Hash.class);
    private final byte[] hashed = new byte[Hash.MAX_LENGTH];

    /** Hashes into {@link #hashed}. */
    final void hash(Hash hash, byte[] data, int offset, int length) {
        MessageDigest digest = digests.get(hash);
        if (digest == null) {
            digest = hash.digest();
            digests.put(hash, digest);
        }
        digest.update(data, offset, length);
        try {
            digest.digest(hashed, 0, hash.length());
        } catch (java.security.DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where {@link #hash} puts its result. */
    final byte[] hashed() {
        return hashed;
    }

    /** Frees the key; working with it fails from now on. */
    @Override
    public abstract void close();

    /** Frees a provider's key; what is on the heap is left to the collector. */
    static void destroy(javax.security.auth.@Nullable Destroyable key) {
        try {
            if (key != null) {
                key.destroy();
            }
        } catch (javax.security.auth.DestroyFailedException e) {
            // What is on the heap cannot be reached from here: KeyMemory.HEAP says so.
        }
    }
}
