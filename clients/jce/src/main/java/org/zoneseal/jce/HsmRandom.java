package org.zoneseal.jce;

import java.security.SecureRandomSpi;
import org.zoneseal.client.slot.RemoteSlot;

/** Random numbers of the HSM. It has seeds of its own: those of callers are left out. */
final class HsmRandom extends SecureRandomSpi {

    private static final int MOST_AT_ONCE = 64 << 10;

    private final transient HsmAccess access;

    HsmRandom(HsmAccess access) {
        this.access = access;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
        RemoteSlot slot = access.slot();
        for (int at = 0; at < bytes.length; at += MOST_AT_ONCE) {
            int count = Math.min(MOST_AT_ONCE, bytes.length - at);
            byte[] some = slot.inSession(session -> session.random(count));
            System.arraycopy(some, 0, bytes, at, count);
        }
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
        byte[] seed = new byte[count];
        engineNextBytes(seed);
        return seed;
    }
}
