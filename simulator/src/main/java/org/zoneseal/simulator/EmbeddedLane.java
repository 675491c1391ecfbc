package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Lane;

/**
 * A lane of the embedded HSM: working keys of its own, so that lanes share nothing while they sign.
 *
 * <p>It keeps the working keys it used last, up to a bound. Mutable, for one thread at a time.
 */
final class EmbeddedLane implements Lane {

    private static final int MAX_WORKING_KEYS = 256;

    private final Engine engine;
    private final Map<EmbeddedKey.Uses, WorkingKey> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable KeyHandle lastHandle;
    private @Nullable WorkingKey lastKey;
    private boolean closed;

    EmbeddedLane(Engine engine) {
        this.engine = engine;
    }

    @Override
    public int sign(
            KeyHandle key,
            byte[] data,
            int offset,
            int length,
            byte[] signature,
            int signatureOffset) {
        WorkingKey working = working(key);
        try {
            int signatureLength = working.sign(data, offset, length, signature, signatureOffset);
            if (uses(key).ended()) {
                throw new IllegalStateException("destroyed");
            }
            return signatureLength;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers report a freed key, and faults of their own, as runtime exceptions.
            throw failed(key, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        forget();
        loaded.forEach(EmbeddedKey.Uses::remove);
        loaded.clear();
    }

    private WorkingKey working(KeyHandle key) {
        WorkingKey last = lastKey;
        return key.equals(lastHandle) && last != null ? last : load(key);
    }

    private WorkingKey load(KeyHandle handle) {
        if (closed) {
            throw new HsmException(HsmException.Kind.DEVICE, "this lane is closed");
        }
        if (!(handle instanceof EmbeddedKey key)) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISSING,
                    "the key " + handle.label() + " belongs to another token");
        }
        WorkingKey working = loaded.get(key.uses());
        if (working == null) {
            working = engine.load(key);
            loaded.put(key.uses(), working);
            dropEldest();
        }
        lastHandle = key;
        lastKey = working;
        return working;
    }

    private void dropEldest() {
        if (loaded.size() > MAX_WORKING_KEYS) {
            Map.Entry<EmbeddedKey.Uses, WorkingKey> eldest = loaded.entrySet().iterator().next();
            eldest.getKey().remove(eldest.getValue());
            loaded.remove(eldest.getKey());
        }
    }

    private void forget() {
        lastHandle = null;
        lastKey = null;
    }

    private static EmbeddedKey.Uses uses(KeyHandle key) {
        return ((EmbeddedKey) key).uses();
    }

    private HsmException failed(KeyHandle key, Exception e) {
        forget();
        if (uses(key).ended()) {
            loaded.remove(uses(key));
            return Engine.missing(key);
        }
        return new HsmException(
                HsmException.Kind.DEVICE,
                "embedded HSM: signing with " + key + " failed: " + e.getMessage(),
                e);
    }
}
