package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A base on its way into the journal. */
final class BaseEntry implements Journal.Entry {
    private final StoredZone zone;
    private final VersionFacts facts;
    private final long length;
    private final ByteBuffer bytes;
    private final @Nullable SnapshotFile file;
    private final StoredZone.@Nullable Snapshot before;
    private @Nullable SnapshotFile superseded;

    BaseEntry(
            StoredZone zone,
            VersionFacts facts,
            long length,
            ByteBuffer bytes,
            @Nullable SnapshotFile file,
            StoredZone.@Nullable Snapshot before) {
        this.zone = zone;
        this.facts = facts;
        this.length = length;
        this.bytes = bytes;
        this.file = file;
        this.before = before;
    }

    @Override
    public JournalRecord record(long number) {
        if (before != null && !zone.hasLink(before.link())) {
            // Replaced or forgotten meanwhile: a record that says nothing takes its place.
            return new JournalRecord.Refreshed(number, List.of());
        }
        return new JournalRecord.Base(
                number,
                zone.id(),
                zone.published().apex(),
                before == null ? number : before.link(),
                facts,
                file == null ? -1 : file.number(),
                bytes);
    }

    @Override
    public void appended(JournalRecord record, long written) {
        superseded =
                record instanceof JournalRecord.Base base
                        ? zone.based(base, written, length, file, before)
                        : file;
    }

    /** The file that nobody needs any more now that this is in the journal. */
    @Nullable SnapshotFile superseded() {
        return superseded;
    }
}
