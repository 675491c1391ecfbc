package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.StorageException;

/** A store's folder after a bad disk, a careless person or a newer version were at it. */
final class ZoneStoreDamageTest {

    private static final Path FOLDER = Path.of("/var/zones");
    private static final int MAX_LENGTH = 1 << 20;
    private static final int LOG_HEADER_LENGTH = 32;
    private static final int FORMAT_OFFSET = 8;
    private static final int FORMAT_LENGTH = 4;
    private static final Name LARGE = Name.parse("large.example.");
    private static final Name SMALL = Name.parse("small.example.");
    private static final Name STILL = Name.parse("still.example.");
    private static final List<Name> ALL = List.of(LARGE, SMALL, STILL);

    /** The first of them has a snapshot file, the others live in the journal. */
    private static final StoreOptions OPTIONS =
            new StoreOptions(
                    1500,
                    700,
                    4 << 20,
                    100_000,
                    3,
                    1 << 20,
                    StoreOptions.defaults().refreshDelay());

    private final List<StoreEvent> events = new ArrayList<>();
    private final FaultyFiles whole = new FaultyFiles();
    private long largeSerial = 3;

    @BeforeEach
    void makeAStoreWithThreeZones() {
        try (ZoneStore store = open(whole)) {
            publish(store, STILL, 7, small(STILL, 7));
            publish(store, LARGE, 1, SmallZones.version(LARGE, 1));
            publish(store, SMALL, 1, small(SMALL, 1));
            publish(store, LARGE, 2, SmallZones.version(LARGE, 2));
            publish(store, SMALL, 2, small(SMALL, 2));
            publish(store, LARGE, 3, SmallZones.version(LARGE, 3));
        }
        assertThat(events).isEmpty();
    }

    private static ZoneVersion small(Name apex, long serial) {
        return ZoneTexts.zone(apex, "@ SOA . . " + serial + " 3600 600 86400 300\n@ NS .\n");
    }

    @Test
    void open_anyByteOfAFileChanged_losesOnlyWhatItIsOf() throws IOException {
        List<Path> files = files();
        assertThat(files).as("two of the journal, a snapshot, the lock").hasSizeGreaterThan(2);
        for (Path file : files) {
            byte[] good = whole.read(file, MAX_LENGTH);
            for (int at = 0; at < good.length; at++) {
                byte[] changed = good.clone();
                changed[at] ^= 0x10;
                FaultyFiles changedFiles = whole.afterCrash(FaultyFiles.Loss.NOTHING);
                changedFiles.edit(file, changed);
                boolean isHeader = isJournal(file) && at < LOG_HEADER_LENGTH;
                if (isHeader && at >= FORMAT_OFFSET && at < FORMAT_OFFSET + FORMAT_LENGTH) {
                    checkRefused(changedFiles);
                    continue;
                }
                check(changedFiles, file, isHeader ? ALL.size() : 1, "byte " + at + " of " + file);
            }
        }
    }

    @Test
    void open_snapshotCutAnywhere_losesThatZoneAlone() throws IOException {
        Path file = snapshot();
        byte[] good = whole.read(file, MAX_LENGTH);
        for (int length = 0; length < good.length; length++) {
            FaultyFiles cut = whole.afterCrash(FaultyFiles.Loss.NOTHING);
            cut.edit(file, Arrays.copyOf(good, length));
            check(cut, file, 1, "cut to " + length);
            assertThat(lost()).as("cut to %d", length).containsExactly(LARGE);
        }
    }

    @Test
    void open_snapshotMissing_losesThatZoneAloneAndTakesItAgain() throws IOException {
        Path snapshot = snapshot();
        whole.delete(snapshot);
        check(whole, snapshot, 1, "missing");
        assertThat(lost()).containsExactly(LARGE);
        assertThat(events)
                .extracting(StoreEvent::sentence)
                .anyMatch(s -> s.contains("no such file"));
        events.clear();
        try (ZoneStore store = open(whole)) {
            assertThat(lost()).containsExactly(LARGE);
            publish(store, LARGE, 2, SmallZones.version(LARGE, 2));
        }
        largeSerial = 2;
        check(whole, FOLDER, 0, "published again");
        assertThat(events).isEmpty();
    }

    @Test
    void open_snapshotOfAnotherZoneUnderItsName_losesThatZoneAlone() throws IOException {
        FaultyFiles other = new FaultyFiles();
        try (ZoneStore store =
                ZoneStore.open(other, FOLDER, SmallZones.TIGHT, events::add, new DirectWorker())) {
            publish(store, SMALL, 1, SmallZones.version(SMALL, 1));
        }
        Path foreign =
                other.list(FOLDER).stream()
                        .filter(file -> file.toString().endsWith(".zone"))
                        .findFirst()
                        .orElseThrow();
        whole.edit(snapshot(), other.read(foreign, MAX_LENGTH));
        check(whole, snapshot(), 1, "another zone's");
        assertThat(lost()).containsExactly(LARGE);
    }

    @Test
    void open_journalFileMissingInTheMiddle_neverGoesBack() throws IOException {
        try (ZoneStore store = open(whole)) {
            publish(store, SMALL, 3, small(SMALL, 3));
            publish(store, SMALL, 4, small(SMALL, 4));
            publish(store, LARGE, 4, SmallZones.version(LARGE, 4));
            publish(store, LARGE, 5, SmallZones.version(LARGE, 5));
            publish(store, STILL, 8, small(STILL, 8));
        }
        List<Path> journal = files().stream().filter(ZoneStoreDamageTest::isJournal).toList();
        assertThat(journal).hasSizeGreaterThan(2);
        whole.delete(journal.get(1));
        try (ZoneStore store = open(whole)) {
            for (Name apex : ALL) {
                Publication current = store.zone(apex).current();
                assertThat(current == null ? 99 : current.serial())
                        .as("%s", apex)
                        .isGreaterThanOrEqualTo(
                                apex.equals(LARGE) ? 5 : apex.equals(SMALL) ? 4 : 8);
            }
        }
    }

    @Test
    void open_damagedJournalThenAgain_wasRewrittenAndTheZonesAreThere() throws IOException {
        Path first = files().stream().filter(ZoneStoreDamageTest::isJournal).toList().getFirst();
        byte[] content = whole.read(first, MAX_LENGTH);
        content[content.length / 2] ^= 1;
        whole.edit(first, content);
        open(whole).close();
        assertThat(events).isNotEmpty();
        List<Name> gone = lost();
        events.clear();
        try (ZoneStore store = open(whole)) {
            assertThat(lost()).isEmpty();
            for (Name apex : ALL) {
                Publication current = store.zone(apex).current();
                assertThat(current == null).as("%s", apex).isEqualTo(gone.contains(apex));
            }
        }
        assertThat(whole.exists(first)).isFalse();
        assertThat(whole.list(FOLDER).stream().map(Path::toString))
                .as("kept for who wants to look at it")
                .contains(first + ".damaged");
    }

    @Test
    void open_leftoversOfACrash_areRemoved() throws IOException {
        whole.edit(FOLDER.resolve("unknown.example~77.zone"), new byte[] {1, 2, 3});
        whole.edit(FOLDER.resolve(".large.example~5.zone.abc.aside"), new byte[] {1, 2, 3});
        whole.edit(FOLDER.resolve("notes.txt"), new byte[] {1, 2, 3});
        open(whole).close();
        assertThat(events).isEmpty();
        assertThat(whole.list(FOLDER).stream().map(file -> file.getFileName().toString()))
                .contains("notes.txt")
                .noneMatch(name -> name.contains("77") || name.endsWith(".aside"));
    }

    @Test
    void open_journalOfANewerVersion_isRefusedAndNothingIsTouched() throws IOException {
        Path first = files().stream().filter(ZoneStoreDamageTest::isJournal).toList().getFirst();
        byte[] content = whole.read(first, MAX_LENGTH);
        content[11]++;
        whole.edit(first, content);
        checkRefused(whole);
    }

    private void checkRefused(FaultyFiles files) throws IOException {
        List<Path> before = files.list(FOLDER);
        assertThatThrownBy(() -> open(files))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NEWER_FORMAT));
        assertThat(files.list(FOLDER)).isEqualTo(before);
    }

    /** Each zone is as it was, or empty and named; and at most so many are. */
    private void check(FaultyFiles files, Path file, int most, String when) {
        events.clear();
        List<Name> empty = new ArrayList<>();
        try (ZoneStore store = open(files)) {
            for (Name apex : ALL) {
                Publication current = store.zone(apex).current();
                if (current == null) {
                    empty.add(apex);
                } else {
                    assertThat(VersionLines.names(current.version()))
                            .as("%s, %s", apex, when)
                            .isEqualTo(VersionLines.names(expected(apex)));
                }
            }
        }
        assertThat(empty).as(when).hasSizeLessThanOrEqualTo(most);
        if (most <= 1) {
            assertThat(empty).as(when).hasSameElementsAs(lost());
        }
        if (!empty.isEmpty()) {
            assertThat(events.toString()).as(when).contains(file.getFileName().toString());
        }
    }

    private ZoneVersion expected(Name apex) {
        return apex.equals(LARGE)
                ? SmallZones.version(LARGE, largeSerial)
                : small(apex, apex.equals(SMALL) ? 2 : 7);
    }

    private List<Name> lost() {
        return events.stream()
                .filter(StoreEvent.ZoneLost.class::isInstance)
                .map(event -> ((StoreEvent.ZoneLost) event).apex())
                .toList();
    }

    private List<Path> files() throws IOException {
        return whole.list(FOLDER);
    }

    private static boolean isJournal(Path file) {
        return file.toString().endsWith(".log");
    }

    private Path snapshot() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".zone"))
                .findFirst()
                .orElseThrow();
    }

    private ZoneStore open(FaultyFiles files) {
        return ZoneStore.open(files, FOLDER, OPTIONS, events::add, new DirectWorker());
    }

    private static void publish(ZoneStore store, Name apex, long serial, ZoneVersion version) {
        store.publish(store.zone(apex), version, SmallZones.provenance(serial), Publication.NEVER);
    }
}
