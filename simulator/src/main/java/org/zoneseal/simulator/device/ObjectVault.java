package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * Objects in the store's log, and session objects in memory.
 *
 * <p>The secret of an object has a seal of its own inside the sealed record, bound to id, version,
 * slot and attributes: in memory too a secret is open only while a key is being loaded. Session
 * objects are sealed under a key of this process, and have version 0.
 */
final class ObjectVault implements Vault {

    /** The most objects of a device. */
    static final int MAX_OBJECTS = 1_000_000;

    /** The largest object. */
    static final int MAX_LENGTH = 1 << 20;

    /** The most objects that are added in one call. */
    private static final int MAX_AT_ONCE = 8;

    private static final String PURPOSE = "secret";
    private static final int ID_LENGTH = 16;
    private static final int STRIPES = 64;

    private final DeviceCore core;
    private final RecordSeal seal;
    private final RecordSeal transientSeal;
    private final SecureRandom random;
    private final AtomicLong lastBirth;
    private final Lock[] stripes = new Lock[STRIPES];

    ObjectVault(DeviceCore core, RecordSeal seal, RecordSeal transientSeal, SecureRandom random) {
        this.core = core;
        this.seal = seal;
        this.transientSeal = transientSeal;
        this.random = random;
        this.lastBirth = new AtomicLong(core.contents().lastBirth());
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    @Override
    public List<StoredObject> objects(int slot) {
        return core.contents().objects(slot);
    }

    @Override
    public List<StoredObject> add(int slot, List<NewObject> objects) {
        if (core.contents().objectCount() + objects.size() > MAX_OBJECTS) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY,
                    "the device holds " + MAX_OBJECTS + " objects, its most; destroy some");
        }
        if (objects.size() > MAX_AT_ONCE) {
            throw new CryptokiException(
                    Ckr.ARGUMENTS_BAD, "at most " + MAX_AT_ONCE + " objects are added at once");
        }
        List<StoredObject> stored = new ArrayList<>(objects.size());
        List<StoreRecord> records = new ArrayList<>(objects.size());
        for (NewObject object : objects) {
            StoredObject one = seal(slot, new ObjectPlace(newId(), 1), object);
            stored.add(one);
            records.add(new StoreRecord.ObjectPut(lastBirth.incrementAndGet(), one));
        }
        return core.withSlots(() -> {
            core.slot(slot);
            core.commit(records);
            return stored;
        });
    }

    /** Puts objects of a backup in their places, whatever is there. */
    void restore(List<BackupContents.OneObject> objects) {
        List<StoreRecord> records = new ArrayList<>();
        for (BackupContents.OneObject one : objects) {
            StoredObject there = core.contents().object(one.id());
            long version = there == null ? 1 : there.place().version() + 1;
            StoredObject sealed =
                    seal(one.slot(), new ObjectPlace(one.id(), version), one.object());
            if (there != null) {
                records.add(new StoreRecord.ObjectGone(one.id()));
            }
            records.add(new StoreRecord.ObjectPut(lastBirth.incrementAndGet(), sealed));
            records.add(
                    new StoreRecord.UsesTaken(
                            one.id(), Math.max(one.uses(), core.contents().taken(one.id()))));
        }
        core.commit(records);
    }

    @Override
    public StoredObject rewrite(StoredObject object, List<Attribute> attributes) {
        ObjectPlace place = object.place();
        if (isTransient(place)) {
            return resealed(object, place, attributes);
        }
        return rewrite(object, attributes, put -> core.commit(List.of(put)));
    }

    /** Writes an object again; {@code commit} makes the change, perhaps together with others. */
    StoredObject rewrite(
            StoredObject object, List<Attribute> attributes, Consumer<StoreRecord> commit) {
        ObjectPlace place = object.place();
        return locked(
                place,
                () -> {
                    check(object);
                    StoredObject next =
                            resealed(
                                    object,
                                    new ObjectPlace(place.id(), place.version() + 1),
                                    attributes);
                    commit.accept(
                            new StoreRecord.ObjectPut(core.contents().birth(place.id()), next));
                    return next;
                });
    }

    @Override
    public void watch(Watcher watcher) {
        core.contents().watch(watcher);
    }

    @Override
    public void destroy(StoredObject object) {
        ObjectPlace place = object.place();
        if (isTransient(place)) {
            return;
        }
        locked(
                place,
                () -> {
                    check(object);
                    core.commit(List.of(new StoreRecord.ObjectGone(place.id())));
                    return object;
                });
    }

    @Override
    public StoredObject sealTransient(int slot, NewObject object) {
        return seal(slot, new ObjectPlace(newId(), 0), object);
    }

    @Override
    public byte[] open(StoredObject object, byte[] prefix) {
        core.checkUsable();
        return secret(object, prefix);
    }

    /** The secret of an object for the device itself; the caller wipes it. */
    byte[] secret(StoredObject object, byte[] prefix) {
        if (object.sealedSecret().length == 0) {
            return prefix.clone();
        }
        ObjectPlace place = object.place();
        try {
            return sealOf(place)
                    .open(
                            PURPOSE,
                            bound(object.slot(), place, object.attributes()),
                            object.sealedSecret(),
                            prefix);
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.DEVICE_ERROR, "the secret of object " + place.id() + " does not open");
        }
    }

    private StoredObject resealed(
            StoredObject object, ObjectPlace place, List<Attribute> attributes) {
        byte[] secret = secret(object, new byte[0]);
        try {
            return seal(object.slot(), place, new NewObject(attributes, secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    StoredObject seal(int slot, ObjectPlace place, NewObject object) {
        List<Attribute> attributes = List.copyOf(object.attributes());
        checkLength(attributes, object.secret());
        if (object.secret().length == 0) {
            return new StoredObject(slot, place, attributes, new byte[0]);
        }
        try {
            byte[] sealed =
                    sealOf(place).close(PURPOSE, bound(slot, place, attributes), object.secret());
            return new StoredObject(slot, place, attributes, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        }
    }

    private static void checkLength(List<Attribute> attributes, byte[] secret) {
        if (StoredObject.roughLength(attributes) + secret.length > MAX_LENGTH) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY, "an object has at most " + MAX_LENGTH + " bytes");
        }
    }

    private RecordSeal sealOf(ObjectPlace place) {
        return isTransient(place) ? transientSeal : seal;
    }

    private static byte[] bound(int slot, ObjectPlace place, List<Attribute> attributes) {
        byte[] digest =
                StoreFold.sha256().digest(new WireWriter().attributes(attributes).toBytes());
        return new WireWriter()
                .u32(slot)
                .bytes(place.id().getBytes(StandardCharsets.US_ASCII))
                .u64(place.version())
                .raw(digest)
                .toBytes();
    }

    private void check(StoredObject object) {
        StoredObject now = core.contents().object(object.place().id());
        if (now == null) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID,
                    "object " + object.place().id() + " was destroyed meanwhile");
        }
        if (now.place().version() != object.place().version()) {
            throw new CryptokiException(
                    Ckr.FUNCTION_FAILED,
                    "object " + object.place().id() + " was changed meanwhile; look at it again");
        }
    }

    private interface Step {
        StoredObject run();
    }

    private StoredObject locked(ObjectPlace place, Step step) {
        Lock lock = stripes[Math.floorMod(place.id().hashCode(), STRIPES)];
        lock.lock();
        try {
            return core.withSlots(step::run);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTransient(ObjectPlace place) {
        return place.version() == 0;
    }

    private String newId() {
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
