package org.zoneseal.simulator;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;

/**
 * A handle of a key in an {@link Engine}.
 *
 * <p>It knows the working keys that lanes made of it, so that destroying the key ends them all. A
 * label is part of the handle, so a key that got another one has another handle; both share what is
 * here.
 */
final class EmbeddedKey implements KeyHandle {

    private final StoredKey stored;
    private final Uses uses;

    private EmbeddedKey(StoredKey stored, Uses uses) {
        this.stored = stored;
        this.uses = uses;
    }

    static EmbeddedKey of(StoredKey stored) {
        return new EmbeddedKey(stored, new Uses());
    }

    /** The same key after another write. */
    EmbeddedKey with(StoredKey rewritten) {
        return new EmbeddedKey(rewritten, uses);
    }

    @Override
    public KeyId id() {
        return stored.id();
    }

    @Override
    public String label() {
        return stored.label();
    }

    @Override
    public PublicHalf publicHalf() {
        return stored.publicHalf();
    }

    StoredKey stored() {
        return stored;
    }

    Uses uses() {
        return uses;
    }

    @Override
    public String toString() {
        return label() + " (" + id() + ")";
    }

    /** The working keys that exist of one key. */
    static final class Uses {

        private final Set<WorkingKey> working = Collections.newSetFromMap(new IdentityHashMap<>());
        private volatile boolean ended;

        /** Notes a working key; returns false, and takes nothing, once the key is destroyed. */
        synchronized boolean add(WorkingKey key) {
            return !ended && working.add(key);
        }

        /** Frees a working key. */
        synchronized void remove(WorkingKey key) {
            if (working.remove(key)) {
                key.destroy();
            }
        }

        /** Frees all working keys for good. */
        synchronized void end() {
            ended = true;
            working.forEach(WorkingKey::destroy);
            working.clear();
        }

        boolean ended() {
            return ended;
        }
    }
}
