package org.zoneseal.zones;

import java.nio.ByteBuffer;

/** A change on its way into the journal. */
record ChangeEntry(StoredZone zone, VersionFacts facts, ByteBuffer bytes) implements Journal.Entry {

    @Override
    public JournalRecord record(long number) {
        return new JournalRecord.Change(
                number, zone.id(), zone.published().apex(), zone.lastLink(), facts, bytes);
    }

    @Override
    public void appended(JournalRecord record, long written) {
        zone.changed((JournalRecord.Change) record, written);
    }
}
