package org.zoneseal.simulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a whole store, in native memory while the store is open.
 *
 * <p>It encrypts nothing itself. Each write of each object gets a key of its own by HKDF-SHA256
 * (RFC 5869) with a fresh random salt, so no two encryptions share a key and nonces need no
 * bookkeeping.
 */
public final class StoreKey implements AutoCloseable {

    public static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    private final Arena arena = Arena.ofShared();
    private final MemorySegment key = arena.allocate(LENGTH);

    /** Takes a copy; the caller wipes its own. */
    public StoreKey(byte[] bytes) {
        MemorySegment.copy(bytes, 0, key, ValueLayout.JAVA_BYTE, 0, LENGTH);
    }

    /** The key for one write: {@code info} names the purpose. The caller wipes it. */
    public byte[] derive(byte[] salt, byte[] info) throws GeneralSecurityException {
        byte[] own = key.toArray(ValueLayout.JAVA_BYTE);
        try {
            return hkdf(own, salt, info);
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    /** HKDF-SHA256 with 32 bytes of output: extract, then one block of expand. */
    public static byte[] hkdf(byte[] secret, byte[] salt, byte[] info)
            throws GeneralSecurityException {
        byte[] extracted = hmac(salt, secret, new byte[0]);
        try {
            return hmac(extracted, info, new byte[] {1});
        } finally {
            Arrays.fill(extracted, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, byte[] first, byte[] second)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        mac.update(first);
        mac.update(second);
        return mac.doFinal();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            key.fill((byte) 0);
            arena.close();
        }
    }
}
