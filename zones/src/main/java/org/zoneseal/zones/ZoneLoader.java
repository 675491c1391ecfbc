package org.zoneseal.zones;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.StorageException;

/** Brings zones back from what the journal says of them. */
final class ZoneLoader {

    private final FileLayer files;
    private final Path folder;
    private final StoreOptions options;
    private final JournalFold fold;

    ZoneLoader(FileLayer files, Path folder, StoreOptions options, JournalFold fold) {
        this.files = files;
        this.folder = folder;
        this.options = options;
        this.fold = fold;
    }

    /** The zone with its latest version; without one if that is not whole, which is told. */
    StoredZone load(JournalFold.Zone found, StoreEvents events) {
        StoredZone zone = new StoredZone(new PublishedZone(found.apex()));
        JournalRecord.Base base = found.base();
        SnapshotFile file =
                base == null || base.snapshot() < 0
                        ? null
                        : SnapshotFile.of(folder, base.apex(), base.snapshot());
        try {
            fold.check(found);
            Publication publication = publication(found, file);
            zone.recovered(found, file, PackedLists.length(StoredContent.of(publication).lists()));
            zone.published().publish(publication);
        } catch (StorageException | ZoneException | IndexOutOfBoundsException e) {
            zone.lost(found, file);
            Path where = file != null ? file.path() : found.file();
            events.happened(
                    new StoreEvent.ZoneLost(
                            found.apex(),
                            where == null ? folder : where,
                            String.valueOf(e.getMessage())));
        }
        return zone;
    }

    private Publication publication(JournalFold.Zone found, @Nullable SnapshotFile file) {
        JournalRecord.Base base = found.base();
        VersionFacts facts = found.facts();
        if (base == null || facts == null) {
            throw new StorageException(StorageException.Kind.DAMAGED, "its base is missing");
        }
        StoredContent content =
                file != null
                        ? file.read(files, base.apex())
                        : StoredContent.of(
                                base.apex(),
                                PackedLists.read(StoredContent.inMemory(base.content()), 0));
        List<ZoneDelta> since = new ArrayList<>();
        for (JournalRecord.Change change : found.changes()) {
            since.add(
                    StoredContent.delta(
                            base.apex(),
                            PackedLists.read(StoredContent.inMemory(change.content()), 0)));
        }
        ZoneVersion version =
                since.isEmpty()
                        ? content.version()
                        : ZoneDelta.condensed(since).applyTo(content.version());
        List<ZoneDelta> all = new ArrayList<>(content.history());
        all.addAll(since);
        return new Publication(
                version,
                version.serial(),
                HistoryBounds.of(options, version).latest(all),
                facts.expiresAt());
    }
}
