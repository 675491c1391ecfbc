package org.zoneseal.zones;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of one zone: what is published, and where it is stored. Mutable.
 *
 * <p>Who makes another version holds {@link #changing} from looking at the present one until the
 * next is visible. The books are kept in the order of the journal, by whichever thread writes to
 * it.
 */
final class StoredZone {

    /** No record of the journal is needed. */
    static final long NOTHING_NEEDED = Long.MAX_VALUE;

    /**
     * A version and where in the zone's chain it stands.
     *
     * @param changeBytes of the changes up to it
     */
    record Snapshot(
            Publication publication,
            VersionFacts facts,
            long link,
            long changeBytes,
            int changes) {}

    private final PublishedZone published;
    private final ReentrantLock changing = new ReentrantLock();
    private int id;
    private long firstLink;
    private long lastLink;
    private long neededFrom = NOTHING_NEEDED;
    private long inlineBytes;
    private long contentBytes;
    private long changeBytes;
    private int changes;
    private boolean isForgotten;
    private boolean isQueued;
    private @Nullable SnapshotFile file;
    private @Nullable VersionFacts facts;

    StoredZone(PublishedZone published) {
        this.published = published;
    }

    PublishedZone published() {
        return published;
    }

    /** Held by who makes another version. */
    ReentrantLock changing() {
        return changing;
    }

    /** What was read of it when the store was opened. */
    synchronized void recovered(
            JournalFold.Zone found, @Nullable SnapshotFile snapshot, long bytes) {
        id = found.id();
        file = snapshot;
        JournalRecord.Base base = found.base();
        if (base == null) {
            return;
        }
        firstLink = base.covers();
        lastLink = found.lastLink();
        neededFrom =
                found.changes().isEmpty()
                        ? base.number()
                        : Math.min(base.number(), found.changes().getFirst().number());
        inlineBytes = snapshot == null ? found.baseBytes() : 0;
        contentBytes = bytes;
        changeBytes = found.changeBytes();
        changes = found.changes().size();
        facts = found.facts();
    }

    /** It was there, but is lost: what comes next begins anew. */
    synchronized void lost(JournalFold.Zone found, @Nullable SnapshotFile snapshot) {
        id = found.id();
        file = snapshot;
    }

    /** The zone's number in the journal; 0 before anything was stored. */
    synchronized int id() {
        return id;
    }

    synchronized void numbered(int number) {
        id = number;
    }

    synchronized @Nullable VersionFacts facts() {
        return facts;
    }

    synchronized long lastLink() {
        return lastLink;
    }

    synchronized boolean isForgotten() {
        return isForgotten;
    }

    /** The present version and its place; null if there is none. Only while {@link #changing}. */
    synchronized @Nullable Snapshot snapshot() {
        Publication publication = published.current();
        VersionFacts known = facts;
        return publication == null || known == null || isForgotten
                ? null
                : new Snapshot(publication, known, lastLink, changeBytes, changes);
    }

    /**
     * The journal has a base.
     *
     * @param snapshot its file, if it has one
     * @param before what the base stands for, if it is not fresh
     * @return the file that is of no use any more, if any
     */
    synchronized @Nullable SnapshotFile based(
            JournalRecord.Base base,
            long bytes,
            long content,
            @Nullable SnapshotFile snapshot,
            @Nullable Snapshot before) {
        if (before == null) {
            firstLink = base.number();
            lastLink = base.number();
            neededFrom = base.number();
            changeBytes = 0;
            changes = 0;
            facts = base.facts();
        } else {
            firstLink = base.covers();
            neededFrom =
                    lastLink == base.covers()
                            ? base.number()
                            : Math.min(base.number(), base.covers() + 1);
            changeBytes -= before.changeBytes();
            changes -= before.changes();
        }
        inlineBytes = snapshot == null ? bytes : 0;
        contentBytes = content;
        SnapshotFile superseded = file;
        file = snapshot;
        return superseded;
    }

    /** Whether the zone's chain still goes back to this link. */
    synchronized boolean hasLink(long link) {
        return !isForgotten && link >= firstLink;
    }

    /** The journal has a change. */
    synchronized void changed(JournalRecord.Change change, long bytes) {
        lastLink = change.number();
        changeBytes += bytes;
        changes++;
        facts = change.facts();
    }

    /** The journal says that the zone is gone; returns the file that is of no use any more. */
    synchronized @Nullable SnapshotFile forgotten(long number) {
        firstLink = number;
        lastLink = number;
        neededFrom = NOTHING_NEEDED;
        inlineBytes = 0;
        changeBytes = 0;
        isForgotten = true;
        facts = null;
        SnapshotFile superseded = file;
        file = null;
        return superseded;
    }

    synchronized void refreshed(long checkedAt, long expiresAt) {
        if (facts != null) {
            facts = facts.refreshed(checkedAt, expiresAt);
        }
    }

    synchronized void attested(Provenance provenance) {
        if (facts != null) {
            facts = facts.with(provenance);
        }
    }

    /** The first record of the journal that is needed to bring the zone back. */
    synchronized long neededFrom() {
        return neededFrom;
    }

    /** Bytes of the journal that are needed. */
    synchronized long liveBytes() {
        return inlineBytes + changeBytes;
    }

    /**
     * Whether its snapshot is to be renewed now; says yes once until {@link #renewed}.
     *
     * @param minBytes not before changes have come to this
     */
    synchronized boolean isToRenew(long minBytes, int maxChanges) {
        boolean isDue = changeBytes > Math.max(minBytes, contentBytes / 8) || changes > maxChanges;
        if (!isDue || isQueued) {
            return false;
        }
        isQueued = true;
        return true;
    }

    synchronized void renewed() {
        isQueued = false;
    }
}
