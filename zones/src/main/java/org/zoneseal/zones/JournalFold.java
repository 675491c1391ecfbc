package org.zoneseal.zones;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.StorageException;

/**
 * What the records of a journal add up to: for each zone its base and the changes since. Mutable,
 * for one thread.
 *
 * <p>Where records are missing, three questions decide about a zone. Does its chain hold, each
 * change naming the one before? Does a note say that a lost record was of this zone? And where no
 * note says whose a lost record was, does the zone have a link of its chain behind it? A zone that
 * passes is whole, whatever happened to others. One that does not is lost: an older version of it
 * might be there, but serving that would be going back.
 */
final class JournalFold implements Journal.Reader {

    /** What was found of one zone. Mutable, for one thread. */
    static final class Zone {
        private final int id;
        private @Nullable Name apex;
        private JournalRecord.@Nullable Base base;
        private long baseBytes;
        private long firstLink;
        private boolean isForgotten;
        private final List<JournalRecord.Change> changes = new ArrayList<>();
        private long changeBytes;
        private @Nullable VersionFacts facts;
        private @Nullable Path file;

        Zone(int id) {
            this.id = id;
        }

        int id() {
            return id;
        }

        Name apex() {
            return apex == null ? Name.ROOT : apex;
        }

        boolean hasName() {
            return apex != null;
        }

        JournalRecord.@Nullable Base base() {
            return base;
        }

        long baseBytes() {
            return baseBytes;
        }

        /** The changes since the base, in order. */
        List<JournalRecord.Change> changes() {
            return changes;
        }

        long changeBytes() {
            return changeBytes;
        }

        /** The latest of the records beside the content. */
        @Nullable VersionFacts facts() {
            return facts;
        }

        /** The file with the last record of it. */
        @Nullable Path file() {
            return file;
        }

        boolean isForgotten() {
            return isForgotten;
        }

        /** The number of the last link of its chain. */
        long lastLink() {
            return changes.isEmpty() ? covered() : changes.getLast().number();
        }

        /** Records up to this one are not needed, the base stands for them. */
        private long covered() {
            return base == null ? 0 : base.covers();
        }

        private void base(JournalRecord.Base found, long bytes) {
            if (!found.isFresh() && (isForgotten || found.covers() < firstLink)) {
                return;
            }
            if (found.isFresh()) {
                firstLink = found.number();
                isForgotten = false;
                changes.clear();
                facts = found.facts();
            } else {
                changes.removeIf(change -> change.number() <= found.covers());
                VersionFacts known = facts;
                facts = changes.isEmpty() || known == null ? later(known, found.facts()) : known;
            }
            apex = found.apex();
            base = found;
            baseBytes = bytes;
            changeBytes = 0;
            changes.forEach(change -> changeBytes += change.content().remaining());
        }

        private static VersionFacts later(@Nullable VersionFacts known, VersionFacts found) {
            // A base may have been begun before the last check that the journal knows of.
            return known == null || known.checkedAt() < found.checkedAt()
                    ? found
                    : found.refreshed(known.checkedAt(), known.expiresAt());
        }

        private void change(JournalRecord.Change change) {
            apex = change.apex();
            changes.add(change);
            changeBytes += change.content().remaining();
            facts = change.facts();
        }

        private void forgotten(JournalRecord.Forgotten forgotten) {
            apex = forgotten.apex();
            firstLink = forgotten.number();
            isForgotten = true;
            base = null;
            changes.clear();
            facts = null;
        }

        private void refreshed(JournalRecord.Check check) {
            if (facts != null) {
                facts = facts.refreshed(check.checkedAt(), check.expiresAt());
            }
        }

        private boolean hasWholeChain() {
            if (base == null) {
                return false;
            }
            long expected = base.covers();
            for (JournalRecord.Change change : changes) {
                if (change.previous() != expected) {
                    return false;
                }
                expected = change.number();
            }
            return true;
        }
    }

    private final StoreEvents events;
    private final Map<Integer, Zone> zones = new HashMap<>();
    private final List<long[]> lost = new ArrayList<>();
    private final TreeMap<Long, Integer> links = new TreeMap<>();
    private final TreeMap<Long, Integer> named = new TreeMap<>();
    private final List<Path> damagedFiles = new ArrayList<>();
    private long next;

    JournalFold(StoreEvents events) {
        this.events = events;
    }

    @Override
    public void cut(Path file, long bytes) {
        events.happened(new StoreEvent.TailCut(file, bytes));
    }

    @Override
    public void damaged(Path file, String how) {
        damagedFiles.add(file);
        events.happened(new StoreEvent.JournalDamaged(file, how));
    }

    @Override
    public void record(JournalRecord record, Path file, long bytes) {
        if (record instanceof JournalRecord.Note note) {
            note(note);
            return;
        }
        if (next != 0 && record.number() < next) {
            return;
        }
        missing(record.number() - 1);
        next = record.number() + 1;
        switch (record) {
            case JournalRecord.Base base -> {
                Zone zone = zone(base.zone(), file);
                zone.base(base, bytes);
            }
            case JournalRecord.Change change -> zone(change.zone(), file).change(change);
            case JournalRecord.Refreshed refreshed -> {
                for (JournalRecord.Check check : refreshed.checks()) {
                    Zone zone = zones.get(check.zone());
                    if (zone != null) {
                        zone.refreshed(check);
                    }
                }
            }
            case JournalRecord.Forgotten forgotten ->
                    zone(forgotten.zone(), file).forgotten(forgotten);
            case JournalRecord.Note note -> throw new IllegalStateException("handled above");
        }
    }

    private Zone zone(int id, Path file) {
        Zone zone = zones.computeIfAbsent(id, Zone::new);
        zone.file = file;
        return zone;
    }

    /** All numbers up to this one that were not seen are lost. */
    void missing(long upTo) {
        if (next != 0 && next <= upTo) {
            lost.add(new long[] {next, upTo});
        }
    }

    private void note(JournalRecord.Note note) {
        if (next == 0 || note.number() >= next) {
            missing(note.number());
            next = note.number() + 1;
        }
        long number = note.number() - note.trail().size() + 1;
        for (JournalRecord.Mark mark : note.trail()) {
            if (isLost(number)) {
                named.put(number, mark.zone());
                if (mark.isLink()) {
                    links.put(number, mark.zone());
                }
                Path file = damagedFiles.isEmpty() ? null : damagedFiles.getLast();
                if (mark.zone() > 0) {
                    Zone zone = zones.computeIfAbsent(mark.zone(), Zone::new);
                    zone.apex = mark.apex().orElse(zone.apex);
                    zone.file = file == null ? zone.file : file;
                }
            }
            number++;
        }
    }

    private boolean isLost(long number) {
        for (long[] range : lost) {
            if (number >= range[0] && number <= range[1]) {
                return true;
            }
        }
        return false;
    }

    /** All zones of which anything was found, but those forgotten. */
    Collection<Zone> zones() {
        return zones.values().stream().filter(zone -> !zone.isForgotten).toList();
    }

    /** The highest number of a zone. */
    int lastZone() {
        return zones.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Whether anything could not be read. */
    boolean hasDamage() {
        return !lost.isEmpty() || !damagedFiles.isEmpty();
    }

    /** The files that could not be read as a whole. */
    List<Path> damagedFiles() {
        return damagedFiles;
    }

    /**
     * Refuses a zone that is not whole.
     *
     * @throws StorageException of kind DAMAGED
     */
    void check(Zone zone) {
        if (!zone.hasWholeChain()) {
            throw damaged("records of it are missing");
        }
        for (Map.Entry<Long, Integer> link : links.entrySet()) {
            if (link.getValue() == zone.id && link.getKey() > zone.covered()) {
                throw damaged("record " + link.getKey() + ", which was of it, is missing");
            }
        }
        for (long[] range : lost) {
            if (!isNamed(range) && zone.lastLink() < range[1]) {
                throw damaged(
                        "records "
                                + range[0]
                                + " to "
                                + range[1]
                                + " are missing, and some of them may have been of it");
            }
        }
    }

    private boolean isNamed(long[] range) {
        return named.subMap(range[0], true, range[1], true).size() == range[1] - range[0] + 1;
    }

    private static StorageException damaged(String how) {
        return new StorageException(StorageException.Kind.DAMAGED, how);
    }
}
