package org.zoneseal.zones;

import org.jspecify.annotations.Nullable;

/** The end of a zone on its way into the journal. */
final class ForgetEntry implements Journal.Entry {
    private final StoredZone zone;
    private @Nullable SnapshotFile superseded;

    ForgetEntry(StoredZone zone) {
        this.zone = zone;
    }

    @Override
    public JournalRecord record(long number) {
        return new JournalRecord.Forgotten(number, zone.id(), zone.published().apex());
    }

    @Override
    public void appended(JournalRecord record, long written) {
        superseded = zone.forgotten(record.number());
    }

    /** The file that nobody needs any more now that this is in the journal. */
    @Nullable SnapshotFile superseded() {
        return superseded;
    }
}
