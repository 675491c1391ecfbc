package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.StorageException;

/**
 * A day in a store's life, and what it has promised: each zone is at the version that was visible
 * last, or at the one that was being made.
 */
final class StoreDay {

    static final Path FOLDER = Path.of("/var/zones");

    private static final Name QUIET = Name.parse("quiet.example.");
    private static final Name BUSY = Name.parse("busy.example.");
    private static final Name GONE = Name.parse("gone.example.");
    private static final List<Name> ALL = List.of(QUIET, BUSY, GONE);
    private static final long NOTHING = -1;

    /** The serial of each zone that was seen last; absent or NOTHING if it is to be empty. */
    private final Map<Name, Long> visible = new HashMap<>();

    private final Set<StorageException.Kind> failures = new HashSet<>();

    /** What was tried since, and may be found or not. */
    private final Map<Name, Set<Long>> tried = new HashMap<>();

    private final StoreOptions options;

    StoreDay(StoreOptions options) {
        this.options = options;
    }

    /** Lives it; whoever lets the machine fail knows what that throws. */
    void live(FaultyFiles files) {
        DirectWorker worker = new DirectWorker();
        try (ZoneStore store = open(files, worker)) {
            publish(store, QUIET, 1);
            publish(store, GONE, 1);
            for (long serial = 1; serial <= 8; serial++) {
                publish(store, BUSY, serial);
            }
            store.refreshed(store.zone(QUIET), 5_000_000, 6_000_000);
            tolerating(worker::runWaiting);
            trying(store, GONE, NOTHING, () -> store.forget(GONE));
            trying(
                    store,
                    BUSY,
                    3,
                    () ->
                            store.replace(
                                    store.zone(BUSY),
                                    SmallZones.version(BUSY, 3),
                                    SmallZones.provenance(3),
                                    Publication.NEVER));
            for (long serial = 20; serial <= 24; serial++) {
                publish(store, BUSY, serial);
            }
        }
    }

    private ZoneStore open(FaultyFiles files, StoreWorker worker) {
        return ZoneStore.open(files, FOLDER, options, StoreEvents.NONE, worker);
    }

    private void publish(ZoneStore store, Name apex, long serial) {
        trying(
                store,
                apex,
                serial,
                () ->
                        store.publish(
                                store.zone(apex),
                                SmallZones.version(apex, serial),
                                SmallZones.provenance(serial),
                                Publication.NEVER));
    }

    private void trying(ZoneStore store, Name apex, long serial, Runnable work) {
        boolean wasStopped = store.isStopped();
        tried.computeIfAbsent(apex, name -> new HashSet<>()).add(serial);
        boolean done = tolerating(work) || !store.isStopped() && tolerating(work);
        assertThat(done || store.isStopped())
                .as("a store that is not stopped takes it the second time")
                .isTrue();
        if (done) {
            assertThat(wasStopped).as("a stopped store takes nothing").isFalse();
            visible.put(apex, serial);
            tried.remove(apex);
        }
        Publication current = store.zone(apex).current();
        assertThat(current == null ? NOTHING : current.serial())
                .as("what is visible of %s", apex)
                .isEqualTo(visible.getOrDefault(apex, NOTHING));
    }

    /** Whether it was done; a failure leaves what was promised before. */
    private boolean tolerating(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StorageException e) {
            failures.add(e.kind());
            return false;
        } catch (ZoneException e) {
            assertThat(failures).as(e.getMessage()).isNotEmpty();
            return false;
        }
    }

    /** What must be found now. */
    void check(FaultyFiles files, String when) {
        try (ZoneStore store = open(files, new DirectWorker())) {
            for (Name apex : ALL) {
                check(store, apex, when);
            }
            long later = 1000;
            store.publish(
                    store.zone(BUSY),
                    SmallZones.version(BUSY, later),
                    SmallZones.provenance(later),
                    Publication.NEVER);
        }
        try (ZoneStore store = open(files, new DirectWorker())) {
            Publication current = store.zone(BUSY).current();
            assertThat(current).as(when).isNotNull();
            assertThat(current.serial()).as(when).isEqualTo(1000);
        }
    }

    private void check(ZoneStore store, Name apex, String when) {
        Publication current = store.zone(apex).current();
        long found = current == null ? NOTHING : current.serial();
        long sure = visible.getOrDefault(apex, NOTHING);
        Set<Long> possible = new HashSet<>(tried.getOrDefault(apex, Set.of()));
        possible.add(sure);
        assertThat(found).as("%s, %s", apex, when).isIn(possible);
        if (current != null) {
            assertThat(VersionLines.names(current.version()))
                    .as("%s, %s", apex, when)
                    .isEqualTo(VersionLines.names(SmallZones.version(apex, found)));
            long expected = current.serial();
            for (ZoneDelta delta : current.history().reversed()) {
                assertThat(delta.toSerial()).isEqualTo(expected);
                expected = delta.fromSerial();
            }
        }
    }
}
