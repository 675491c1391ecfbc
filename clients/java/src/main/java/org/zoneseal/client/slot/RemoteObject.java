package org.zoneseal.client.slot;

import org.zoneseal.client.HsmClientException;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;

/**
 * An object of a slot that is found again after a restart, by its CKA_UNIQUE_ID. Safe for several
 * threads.
 *
 * <p>Session objects have ended with the application that made them: they are not found again.
 */
public final class RemoteObject {

    private final RemoteSlot slot;
    private final String uniqueId;
    private long handle;
    private long generation;

    RemoteObject(RemoteSlot slot, String uniqueId, long handle, long generation) {
        this.slot = slot;
        this.uniqueId = uniqueId;
        this.handle = handle;
        this.generation = generation;
    }

    public RemoteSlot slot() {
        return slot;
    }

    public String uniqueId() {
        return uniqueId;
    }

    /** The handle in the session's application. */
    public synchronized long handle(RemoteSession session) {
        if (session.generation() != generation) {
            handle = findAgain(session);
            generation = session.generation();
        }
        return handle;
    }

    private long findAgain(RemoteSession session) {
        var found = session.find(Template.any().text(Cka.UNIQUE_ID, uniqueId));
        if (uniqueId.isEmpty() || found.size() != 1) {
            throw new HsmClientException(
                    Ckr.DEVICE_ERROR,
                    "object "
                            + uniqueId
                            + " is gone since the HSM was restarted: it was a session object, or"
                            + " somebody destroyed it");
        }
        return found.get(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RemoteObject object
                && object.slot == slot
                && object.uniqueId.equals(uniqueId);
    }

    @Override
    public int hashCode() {
        return uniqueId.hashCode();
    }

    @Override
    public String toString() {
        return uniqueId;
    }
}
