package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;

/** Refreshes on their way into the journal. */
record RefreshEntry(List<StoredZone> zones) implements Journal.Entry {

    @Override
    public JournalRecord record(long number) {
        List<JournalRecord.Check> checks = new ArrayList<>();
        for (StoredZone zone : zones) {
            VersionFacts facts = zone.facts();
            if (facts != null) {
                checks.add(
                        new JournalRecord.Check(zone.id(), facts.checkedAt(), facts.expiresAt()));
            }
        }
        return new JournalRecord.Refreshed(number, checks);
    }

    @Override
    public void appended(JournalRecord record, long written) {}
}
