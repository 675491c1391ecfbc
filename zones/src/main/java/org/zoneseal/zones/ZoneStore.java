package org.zoneseal.zones;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;
import org.zoneseal.storage.StorageException;

/**
 * The zones of a server on its disk: a version is durable before anybody sees it.
 *
 * <p>In the folder lie the {@link Journal}, which all zones share, and a {@link SnapshotFile} for
 * each zone that is too large to be kept in it. A version that is published goes into the journal
 * as the change that makes it out of the one before; a first version, and a change that is nearly
 * as large as the zone, as a base. When a zone's changes outgrow a share of its base, a worker
 * writes a new one, while others go on publishing.
 *
 * <p>A restart brings back each zone at its latest version with its history. Where that is not
 * possible, because something in the folder was damaged, the zone comes up empty and {@link
 * StoreEvents} are told; an older version of it is never taken for the latest.
 *
 * <p>For many threads. The calls that store something return when it is durable, and throw {@link
 * StorageException} if it is not; then what was published stays published. Kind {@code NO_SPACE}:
 * all is as it was, and it works again when there is room. After another failure of the journal the
 * store takes nothing more until it is opened again ({@link #isStopped}): a disk that did not
 * confirm a write is not asked again.
 */
public final class ZoneStore implements AutoCloseable {

    private static final int MAX_CHANGES = 4096;
    private static final int CHECKS_IN_A_RECORD = 50_000;
    private static final int MIN_FILES = 4;

    private final FileLayer files;
    private final Path folder;
    private final StoreOptions options;
    private final StoreEvents events;
    private final FolderLock lock;
    private final Journal journal;
    private final StoreWorker worker;
    private final Map<Name, StoredZone> zones = new ConcurrentHashMap<>();
    private final AtomicInteger lastZone;
    private final AtomicLong lastSnapshot = new AtomicLong();
    private final Set<StoredZone> refreshed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isFlushing = new AtomicBoolean();
    private final AtomicBoolean isTurning = new AtomicBoolean();
    private final AtomicBoolean isStopTold = new AtomicBoolean();
    private volatile boolean isClosing;

    private ZoneStore(
            FileLayer files,
            Path folder,
            StoreOptions options,
            StoreEvents events,
            FolderLock lock,
            StoreWorker worker) {
        this.files = files;
        this.folder = folder;
        this.options = options;
        this.events = events;
        this.lock = lock;
        this.worker = worker;
        JournalFold fold = new JournalFold(events);
        this.journal = Journal.open(files, folder, fold);
        fold.missing(journal.last());
        this.lastZone = new AtomicInteger(fold.lastZone());
        recover(fold);
    }

    /**
     * Opens the zones in a folder, which is created if it is not there, and brings them back.
     *
     * @throws StorageException if the folder is in use, cannot be read or written to, or is of a
     *     newer version; not for damage, which {@code events} are told of
     */
    public static ZoneStore open(
            FileLayer files, Path folder, StoreOptions options, StoreEvents events) {
        return open(files, folder, options, events, StoreWorker.thread());
    }

    static ZoneStore open(
            FileLayer files,
            Path folder,
            StoreOptions options,
            StoreEvents events,
            StoreWorker worker) {
        try {
            files.createFolders(folder, Access.SECRET);
        } catch (IOException e) {
            throw StorageException.of("cannot create", folder, e);
        }
        FolderLock lock = FolderLock.take(files, folder);
        boolean done = false;
        try {
            ZoneStore store = new ZoneStore(files, folder, options, events, lock, worker);
            done = true;
            return store;
        } finally {
            if (!done) {
                worker.close();
                lock.close();
            }
        }
    }

    private void recover(JournalFold fold) {
        Set<Long> known = new HashSet<>();
        List<JournalFold.Zone> found = new ArrayList<>(fold.zones());
        for (JournalFold.Zone zone : found) {
            JournalRecord.Base base = zone.base();
            if (base != null && base.snapshot() >= 0) {
                known.add(base.snapshot());
                lastSnapshot.accumulateAndGet(base.snapshot(), Math::max);
            }
        }
        tidy(known, fold.hasDamage());
        ZoneLoader loader = new ZoneLoader(files, folder, options, fold);
        found.parallelStream()
                .forEach(zone -> {
                    StoredZone stored = loader.load(zone, events);
                    if (zone.hasName()) {
                        zones.put(zone.apex(), stored);
                    }
                });
        if (fold.hasDamage()) {
            long end = journal.last();
            worker.soon(() -> working("rewriting the journal", () -> cleanThrough(end)));
        }
    }

    /** Removes what a crash left behind, unless somebody may want to look at it. */
    private void tidy(Set<Long> known, boolean hasDamage) {
        try {
            for (Path file : files.list(folder)) {
                long number = SnapshotFile.numberOf(file);
                lastSnapshot.accumulateAndGet(number, Math::max);
                if (number >= 0 && !known.contains(number) && !hasDamage) {
                    files.delete(file);
                } else if (AtomicFile.isLeftover(file)) {
                    files.deleteAbandoned(file);
                }
            }
        } catch (IOException e) {
            throw StorageException.of("cannot tidy up", folder, e);
        }
    }

    /**
     * The zone with this apex, with its latest version if one was stored; the same object at each
     * call, until the zone is {@linkplain #forget forgotten}.
     */
    public PublishedZone zone(Name apex) {
        return zones.computeIfAbsent(apex, name -> new StoredZone(new PublishedZone(name)))
                .published();
    }

    /** Whether a failure of the disk has ended the journal; what is published is served on. */
    public boolean isStopped() {
        return journal.stopped() != null;
    }

    /** The zones of which something is stored. */
    public List<Name> stored() {
        return zones.entrySet().stream()
                .filter(zone -> zone.getValue().facts() != null)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Where the present version of a zone came from. */
    public Optional<Provenance> provenance(Name apex) {
        return facts(apex).map(VersionFacts::provenance);
    }

    /** When the present version was last known to be the latest one, in seconds since 1970. */
    public OptionalLong checkedAt(Name apex) {
        return facts(apex).stream().mapToLong(VersionFacts::checkedAt).findFirst();
    }

    private Optional<VersionFacts> facts(Name apex) {
        StoredZone zone = zones.get(apex);
        return zone == null ? Optional.empty() : Optional.ofNullable(zone.facts());
    }

    /**
     * Stores the next version of a zone, and then makes it visible.
     *
     * <p>What becomes visible has the same records as {@code next}, and shares all unchanged pages
     * with the version before.
     *
     * @param expiresAt as in {@link Publication}
     * @throws ZoneException if its serial is not later than the present one's (RFC 1982)
     * @throws StorageException if it could not be stored; then the present version stays
     */
    public void publish(
            PublishedZone zone, ZoneVersion next, Provenance provenance, long expiresAt) {
        VersionFacts facts = new VersionFacts(provenance, provenance.receivedAt(), expiresAt);
        changing(
                zone,
                next,
                stored -> {
                    Publication present = zone.current();
                    if (present == null) {
                        fresh(stored, Publication.first(next, expiresAt), facts);
                    } else {
                        advance(stored, present, next, facts);
                    }
                });
    }

    /**
     * Stores a version that does not follow on the present one, and then makes it visible: with
     * whatever serial, and without a history.
     *
     * @throws StorageException as {@link #publish}
     */
    public void replace(
            PublishedZone zone, ZoneVersion next, Provenance provenance, long expiresAt) {
        VersionFacts facts = new VersionFacts(provenance, provenance.receivedAt(), expiresAt);
        changing(zone, next, stored -> fresh(stored, Publication.first(next, expiresAt), facts));
    }

    private interface Step {
        void run(StoredZone zone);
    }

    private void changing(PublishedZone zone, ZoneVersion next, Step step) {
        if (!next.apex().equals(zone.apex())) {
            throw new ZoneException("a version of " + next.apex() + " for " + zone.apex());
        }
        StoredZone stored = of(zone);
        stored.changing().lock();
        try {
            if (stored.isForgotten()) {
                throw new ZoneException("the zone " + zone.apex() + " is not served here any more");
            }
            step.run(stored);
        } finally {
            stored.changing().unlock();
        }
        maintain(stored);
    }

    private StoredZone of(PublishedZone zone) {
        StoredZone stored = zones.get(zone.apex());
        if (stored == null || stored.published() != zone) {
            throw new ZoneException("the zone " + zone.apex() + " is not served here any more");
        }
        return stored;
    }

    private void advance(
            StoredZone zone, Publication present, ZoneVersion next, VersionFacts facts) {
        if (!SerialOrder.isAfter(next.serial(), present.serial())) {
            throw new ZoneException(
                    "the serial of "
                            + next.apex()
                            + " would go from "
                            + present.serial()
                            + " to "
                            + next.serial()
                            + ", which is not later (RFC 1982)");
        }
        ZoneDelta delta = ZoneDelta.between(present.version(), next);
        List<PageList> lists = PackedLists.of(delta);
        long length = PackedLists.length(lists);
        boolean isSmall =
                length <= options.recordBytes() && delta.bytes() < present.version().packedBytes();
        ZoneVersion version = isSmall ? delta.applyTo(present.version()) : next;
        List<ZoneDelta> history =
                HistoryBounds.of(options, version).latest(present.history(), delta);
        Publication publication =
                new Publication(version, next.serial(), history, facts.expiresAt());
        if (isSmall) {
            commit(new ChangeEntry(zone, facts, packed(lists, length)));
            zone.published().publish(publication);
        } else {
            fresh(zone, publication, facts);
        }
    }

    private void fresh(StoredZone zone, Publication publication, VersionFacts facts) {
        if (zone.id() == 0) {
            zone.numbered(lastZone.incrementAndGet());
        }
        base(zone, publication, facts, null);
        zone.published().publish(publication);
    }

    private void base(
            StoredZone zone,
            Publication publication,
            VersionFacts facts,
            StoredZone.@Nullable Snapshot before) {
        StoredContent content = StoredContent.of(publication);
        List<PageList> lists = content.lists();
        long length = PackedLists.length(lists);
        boolean isInline = length <= options.inlineBytes();
        SnapshotFile file = isInline ? null : nextFile(zone.published().apex());
        if (file != null) {
            file.write(files, zone.published().apex(), content);
        }
        ByteBuffer bytes = isInline ? packed(lists, length) : ByteBuffer.allocate(0);
        BaseEntry entry = new BaseEntry(zone, facts, length, bytes, file, before);
        try {
            commit(entry);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NO_SPACE) {
                // Only then it is sure that the journal does not name the file.
                remove(file);
            }
            throw e;
        }
        remove(entry.superseded());
    }

    private SnapshotFile nextFile(Name apex) {
        return SnapshotFile.of(folder, apex, lastSnapshot.incrementAndGet());
    }

    private static ByteBuffer packed(List<PageList> lists, long length) {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length));
        PackedLists.write(lists, all::put);
        return all.flip();
    }

    /** What cannot be removed now is removed at the next start. */
    private void remove(@Nullable SnapshotFile file) {
        if (file == null) {
            return;
        }
        try {
            files.delete(file.path());
        } catch (IOException e) {
            events.happened(
                    new StoreEvent.MaintenanceFailed(
                            "removing " + file.path(), String.valueOf(e.getMessage())));
        }
    }

    private void commit(Journal.Entry entry) {
        try {
            journal.commit(entry);
        } catch (StorageException e) {
            StorageException stopped = journal.stopped();
            if (stopped != null && isStopTold.compareAndSet(false, true)) {
                events.happened(
                        new StoreEvent.JournalStopped(
                                folder, String.valueOf(stopped.getMessage())));
            }
            throw e;
        }
    }

    /**
     * The present version of a zone was found to be the latest one: it lives on. Visible at once,
     * stored with the next change or after a while; a crash before leaves the earlier time.
     *
     * @param checkedAt when, in seconds since 1970
     */
    public void refreshed(PublishedZone zone, long checkedAt, long expiresAt) {
        StoredZone stored = of(zone);
        stored.changing().lock();
        try {
            Publication present = zone.current();
            if (present == null || stored.isForgotten()) {
                return;
            }
            stored.refreshed(checkedAt, expiresAt);
            zone.publish(present.until(expiresAt));
        } finally {
            stored.changing().unlock();
        }
        refreshed.add(stored);
        if (isFlushing.compareAndSet(false, true)) {
            worker.later(
                    () -> working("storing refresh times", this::flush), options.refreshDelay());
        }
    }

    /**
     * The present version of a zone must not be answered, by anybody, until it is {@linkplain
     * #refreshed refreshed} or another one takes its place. Visible at once, stored as a refresh.
     */
    public void withhold(PublishedZone zone) {
        refreshed(zone, checkedAt(zone.apex()).orElse(0), Publication.WITHHELD);
    }

    /**
     * Something else is known now of where a version came from or how it was proved; its content
     * and its history stay as they are. Known at once, stored soon; a crash before leaves what was
     * known. If the version is not the present one, nothing is done.
     */
    public void attest(PublishedZone zone, ZoneVersion version, Provenance provenance) {
        StoredZone stored = of(zone);
        stored.changing().lock();
        try {
            Publication present = zone.current();
            if (present == null || present.version() != version || stored.isForgotten()) {
                return;
            }
            stored.attested(provenance);
        } finally {
            stored.changing().unlock();
        }
        worker.soon(
                () -> working("writing down what is known of " + zone.apex(), () -> renew(stored)));
    }

    /** Stores all refreshes that are waiting for it. */
    public void flush() {
        isFlushing.set(false);
        List<StoredZone> due = List.copyOf(refreshed);
        for (int from = 0; from < due.size(); from += CHECKS_IN_A_RECORD) {
            List<StoredZone> some =
                    due.subList(from, Math.min(due.size(), from + CHECKS_IN_A_RECORD));
            some.forEach(refreshed::remove);
            try {
                commit(new RefreshEntry(some));
            } catch (StorageException e) {
                refreshed.addAll(some);
                throw e;
            }
        }
    }

    /**
     * Removes what is stored of a zone that is not served any more. Its object stays as it is, and
     * takes no more versions.
     */
    public void forget(Name apex) {
        StoredZone zone = zones.get(apex);
        if (zone == null) {
            return;
        }
        zone.changing().lock();
        try {
            if (zone.isForgotten()) {
                return;
            }
            ForgetEntry entry = new ForgetEntry(zone);
            if (zone.id() != 0) {
                commit(entry);
            } else {
                zone.forgotten(0);
            }
            refreshed.remove(zone);
            zones.remove(apex, zone);
            remove(entry.superseded());
        } finally {
            zone.changing().unlock();
        }
    }

    private void maintain(StoredZone zone) {
        if (zone.isToRenew(options.changeBytes(), MAX_CHANGES)) {
            worker.soon(() -> {
                working("writing a snapshot of " + zone.published().apex(), () -> renew(zone));
                zone.renewed();
            });
        }
        if (journal.newestBytes() >= options.segmentBytes()
                && isTurning.compareAndSet(false, true)) {
            worker.soon(() -> {
                isTurning.set(false);
                working("going over to a new file of the journal", this::turn);
            });
        }
    }

    private void working(String what, Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            if (!isClosing) {
                events.happened(
                        new StoreEvent.MaintenanceFailed(what, String.valueOf(e.getMessage())));
            }
        }
    }

    /** Writes a new base of a zone, so that the records before it are not needed any more. */
    private void renew(StoredZone zone) {
        StoredZone.Snapshot snapshot;
        zone.changing().lock();
        try {
            snapshot = zone.snapshot();
        } finally {
            zone.changing().unlock();
        }
        if (snapshot != null && journal.stopped() == null) {
            base(zone, snapshot.publication(), snapshot.facts(), snapshot);
        }
    }

    private void turn() {
        if (journal.stopped() != null || journal.newestBytes() < options.segmentBytes()) {
            return;
        }
        journal.turn();
        long live = zones.values().stream().mapToLong(StoredZone::liveBytes).sum();
        while (journal.sealedFiles() > MIN_FILES && journal.bytes() > 2 * live) {
            if (!cleanOldest()) {
                return;
            }
        }
    }

    /** Frees the journal of its files up to a record. */
    private void cleanThrough(long end) {
        while (journal.oldestEnd() > 0 && journal.oldestEnd() <= end && cleanOldest()) {
            // One file at a time.
        }
    }

    /** Deletes the oldest file of the journal when no zone needs it any more. */
    private boolean cleanOldest() {
        long end = journal.oldestEnd();
        for (StoredZone zone : zones.values()) {
            if (zone.neededFrom() <= end) {
                renew(zone);
                if (journal.newestBytes() >= options.segmentBytes()) {
                    journal.turn();
                }
            }
        }
        boolean isFree = zones.values().stream().noneMatch(zone -> zone.neededFrom() <= end);
        if (isFree) {
            journal.deleteOldest();
        }
        return isFree;
    }

    /** Stores what waits to be stored, and lets the folder go. */
    @Override
    public void close() {
        isClosing = true;
        worker.close();
        try {
            if (journal.stopped() == null) {
                flush();
            }
        } finally {
            journal.close();
            lock.close();
        }
    }
}
