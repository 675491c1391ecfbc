package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a device holds: what all records of its store's log add up to.
 *
 * <p>Changed by one thread at a time, in the order of the log, only with what is durable; read by
 * any number without a lock.
 */
final class Contents {

    /** An object and when it was born, counted over the device's life. */
    private record Born(long birth, StoredObject object) {}

    private final Map<String, Born> objects = new ConcurrentHashMap<>();
    private final Map<Integer, ConcurrentSkipListMap<Long, StoredObject>> bySlot =
            new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<Integer, Slot> slots = new ConcurrentSkipListMap<>();
    private final Map<String, Long> taken = new ConcurrentHashMap<>();
    private final Map<String, Activation> activations = new ConcurrentHashMap<>();
    private final Map<String, StoreRecord.ResumePut> resumes = new ConcurrentHashMap<>();
    private final Map<String, String> settings = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> secrets = new ConcurrentSkipListMap<>();
    private final List<Vault.Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile StoreRecord.Generation generation = new StoreRecord.Generation(0, new byte[0]);
    private volatile boolean closed;
    private volatile long lastBirth;

    /** Tells a watcher of every object that comes, changes and goes from now on. */
    void watch(Vault.Watcher watcher) {
        watchers.add(watcher);
    }

    void apply(StoreRecord record) {
        closed = record instanceof StoreRecord.Closed;
        switch (record) {
            case StoreRecord.ObjectPut(long birth, StoredObject object) -> put(birth, object);
            case StoreRecord.ObjectGone(String id) -> remove(id);
            case StoreRecord.UserPut(User user) -> users.put(user.name(), user);
            case StoreRecord.UserGone(String name) -> {
                users.remove(name);
                failures.remove(name);
            }
            case StoreRecord.Failures(String user, int count) -> failures.put(user, count);
            case StoreRecord.SlotPut(Slot slot) -> slots.put(slot.number(), slot);
            case StoreRecord.SlotGone(int slot) -> removeSlot(slot);
            case StoreRecord.UsesTaken(String id, long count) -> taken.merge(id, count, Math::max);
            case StoreRecord.UsesSettled(String id, long count) -> taken.put(id, count);
            case StoreRecord.ActivationPut(String id, Activation activation) ->
                    activations.put(id, activation);
            case StoreRecord.ActivationGone(String id) -> activations.remove(id);
            case StoreRecord.ResumePut resume -> resumes.put(resume.digest(), resume);
            case StoreRecord.ResumeGone(String digest) -> resumes.remove(digest);
            case StoreRecord.SettingPut(String name, String value) -> settings.put(name, value);
            case StoreRecord.SecretPut(String name, byte[] sealed) -> secrets.put(name, sealed);
            case StoreRecord.Generation which -> generation = which;
            case StoreRecord.Closed _ -> {}
        }
    }

    private void put(long birth, StoredObject object) {
        lastBirth = Math.max(lastBirth, birth);
        objects.put(object.place().id(), new Born(birth, object));
        bySlot.computeIfAbsent(object.slot(), slot -> new ConcurrentSkipListMap<>())
                .put(birth, object);
        tell(watcher -> watcher.stored(object));
    }

    private void remove(String id) {
        Born gone = objects.remove(id);
        if (gone != null) {
            slotObjects(gone.object().slot()).remove(gone.birth());
        }
        taken.remove(id);
        activations.remove(id);
        if (gone != null) {
            tell(watcher -> watcher.destroyed(gone.object()));
        }
    }

    /** A watcher that fails must not undo what is durable, nor keep it from the next one. */
    private void tell(Consumer<Vault.Watcher> news) {
        for (Vault.Watcher watcher : watchers) {
            try {
                news.accept(watcher);
            } catch (RuntimeException e) {
                DeviceLog.warning("hsm.watcher-failed", e.toString());
            }
        }
    }

    private void removeSlot(int number) {
        for (StoredObject object : objects(number)) {
            remove(object.place().id());
        }
        bySlot.remove(number);
        resumes.values().removeIf(resume -> resume.slot() == number);
        slots.remove(number);
    }

    private Map<Long, StoredObject> slotObjects(int slot) {
        return bySlot.getOrDefault(slot, new ConcurrentSkipListMap<>());
    }

    /** What a log that begins with this state has to say, and no more. */
    List<StoreRecord> live() {
        List<StoreRecord> live = new ArrayList<>();
        settings.forEach((name, value) -> live.add(new StoreRecord.SettingPut(name, value)));
        secrets.forEach((name, sealed) -> live.add(new StoreRecord.SecretPut(name, sealed)));
        users.values().forEach(user -> live.add(new StoreRecord.UserPut(user)));
        failures.forEach((user, count) -> live.add(new StoreRecord.Failures(user, count)));
        slots.values().forEach(slot -> live.add(new StoreRecord.SlotPut(slot)));
        bySlot.values()
                .forEach(born ->
                        born.forEach((birth, object) ->
                                live.add(new StoreRecord.ObjectPut(birth, object))));
        taken.forEach((id, count) -> live.add(new StoreRecord.UsesTaken(id, count)));
        activations.forEach((id, each) -> live.add(new StoreRecord.ActivationPut(id, each)));
        live.addAll(resumes.values());
        return live;
    }

    /** About how many records {@link #live} has. */
    long size() {
        return objects.size()
                + taken.size()
                + failures.size()
                + activations.size()
                + resumes.size();
    }

    List<StoredObject> objects(int slot) {
        return List.copyOf(slotObjects(slot).values());
    }

    int objectCount() {
        return objects.size();
    }

    int objectCount(int slot) {
        return slotObjects(slot).size();
    }

    @Nullable StoredObject object(String id) {
        Born found = objects.get(id);
        return found == null ? null : found.object();
    }

    long birth(String id) {
        Born found = objects.get(id);
        return found == null ? 0 : found.birth();
    }

    long lastBirth() {
        return lastBirth;
    }

    Collection<User> users() {
        return List.copyOf(users.values());
    }

    @Nullable User user(String name) {
        return users.get(name);
    }

    int failures(String user) {
        return failures.getOrDefault(user, 0);
    }

    Collection<Slot> slots() {
        return List.copyOf(slots.values());
    }

    @Nullable Slot slot(int number) {
        return slots.get(number);
    }

    long taken(String id) {
        return taken.getOrDefault(id, 0L);
    }

    @Nullable Activation activation(String id) {
        return activations.get(id);
    }

    StoreRecord.@Nullable ResumePut resume(String digest) {
        return resumes.get(digest);
    }

    Collection<StoreRecord.ResumePut> resumes() {
        return List.copyOf(resumes.values());
    }

    String setting(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    byte @Nullable [] secret(String name) {
        return secrets.get(name);
    }

    long generation() {
        return generation.number();
    }

    /** Whether the last record says that the device was closed in good order. */
    boolean wasClosed() {
        return closed;
    }
}
