package org.zoneseal.simulator.token;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.device.Vault;

/**
 * The token objects of all slots, as the vault has them: read once for each slot, then kept up by
 * what the vault tells, whoever makes the change.
 */
final class SlotObjects implements Vault.Watcher {

    private static final Logger LOG = System.getLogger(SlotObjects.class.getName());

    private final Vault vault;
    private final WorkingKeys workingKeys;

    /** Slots that hear of changes. */
    private final Map<Integer, ObjectIndex> slots = new ConcurrentHashMap<>();

    /** Slots that have been read to their end. */
    private final Map<Integer, ObjectIndex> whole = new ConcurrentHashMap<>();

    private final Set<Objects> applications = ConcurrentHashMap.newKeySet();

    private final Object readersTurn = new Object();

    /** Ids destroyed while a slot is read, which an older list may still have. */
    private final Set<String> destroyedMeanwhile = new HashSet<>();

    private boolean reading;

    private SlotObjects(Vault vault, WorkingKeys workingKeys) {
        this.vault = vault;
        this.workingKeys = workingKeys;
    }

    static SlotObjects of(Vault vault, WorkingKeys workingKeys) {
        SlotObjects objects = new SlotObjects(vault, workingKeys);
        vault.watch(objects);
        return objects;
    }

    /** The objects of a slot. */
    ObjectIndex of(int slot) {
        ObjectIndex index = whole.get(slot);
        if (index != null) {
            return index;
        }
        synchronized (readersTurn) {
            return whole.computeIfAbsent(slot, this::read);
        }
    }

    /** The object that was just stored. */
    TokenObject of(StoredObject stored) {
        TokenObject object = of(stored.slot()).byId(stored.place().id());
        if (object == null) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID, "the object was destroyed as soon as it was made");
        }
        return object;
    }

    @Override
    public void stored(StoredObject object) {
        ObjectIndex index = slots.get(object.slot());
        if (index != null) {
            put(index, object);
        }
    }

    /** What a newer version wrote is left alone, and not shown. */
    private static void put(ObjectIndex index, StoredObject object) {
        try {
            index.put(object);
        } catch (CryptokiException e) {
            LOG.log(
                    Level.WARNING,
                    "hsm.object-unknown object=" + object.place().id() + " why=" + e.getMessage());
        }
    }

    @Override
    public void destroyed(StoredObject object) {
        synchronized (this) {
            if (reading) {
                destroyedMeanwhile.add(object.place().id());
            }
        }
        ObjectIndex index = slots.get(object.slot());
        TokenObject gone = index == null ? null : index.remove(object.place().id());
        if (gone != null) {
            workingKeys.closed(gone.end());
            applications.forEach(objects -> objects.forget(gone));
        }
    }

    /** Tells an application's objects when token objects go. */
    void watch(Objects objects) {
        applications.add(objects);
    }

    void unwatch(Objects objects) {
        applications.remove(objects);
    }

    /** The device stops: all working keys end. */
    void end() {
        for (ObjectIndex index : slots.values()) {
            index.all().forEach(object -> workingKeys.closed(object.end()));
        }
    }

    /** Changes that happen meanwhile go into the same index, and it keeps what is later. */
    private ObjectIndex read(int slot) {
        reading(true);
        try {
            ObjectIndex index = slots.computeIfAbsent(slot, _ -> new ObjectIndex());
            for (StoredObject object : vault.objects(slot)) {
                put(index, object);
                if (isDestroyed(object)) {
                    index.remove(object.place().id());
                }
            }
            return index;
        } finally {
            reading(false);
        }
    }

    private synchronized void reading(boolean now) {
        reading = now;
        destroyedMeanwhile.clear();
    }

    private synchronized boolean isDestroyed(StoredObject object) {
        return destroyedMeanwhile.contains(object.place().id());
    }
}
