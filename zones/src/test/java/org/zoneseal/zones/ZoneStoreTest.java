package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.StorageException;

final class ZoneStoreTest {

    private static final Path FOLDER = Path.of("/var/zones");
    private static final Name EXAMPLE = SmallZones.EXAMPLE;
    private static final Name OTHER = Name.parse("other.example.");

    private final FaultyFiles files = new FaultyFiles();
    private final List<StoreEvent> events = new ArrayList<>();
    private final DirectWorker worker = new DirectWorker();

    static List<StoreOptions> everyKind() {
        return List.of(
                SmallZones.TIGHT,
                SmallZones.INLINE,
                SmallZones.NO_CHANGES,
                StoreOptions.defaults());
    }

    @Test
    void zone_neverStored_isEmptyAndTheSameObject() {
        try (ZoneStore store = open(StoreOptions.defaults())) {
            PublishedZone zone = store.zone(EXAMPLE);
            assertThat(zone.current()).isNull();
            assertThat(store.zone(Name.parse("EXAMPLE."))).isSameAs(zone);
            assertThat(store.provenance(EXAMPLE)).isEmpty();
            assertThat(store.stored()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void open_afterManyVersions_hasTheLatestWithItsHistory(StoreOptions options) {
        Publication last;
        try (ZoneStore store = open(options)) {
            for (long serial = 1; serial <= 50; serial++) {
                publish(store, EXAMPLE, serial);
                publish(store, OTHER, serial * 2);
            }
            last = current(store, EXAMPLE);
        }
        try (ZoneStore store = open(options)) {
            Publication found = current(store, EXAMPLE);
            assertThat(lines(found.version())).isEqualTo(lines(last.version()));
            assertThat(lines(found.version())).isEqualTo(lines(SmallZones.version(EXAMPLE, 50)));
            assertThat(found.serial()).isEqualTo(50);
            assertThat(found.expiresAt()).isEqualTo(2_000_050);
            assertThat(serials(found)).isEqualTo(serials(last)).isNotEmpty();
            assertThat(current(store, OTHER).serial()).isEqualTo(100);
            assertThat(store.provenance(EXAMPLE)).contains(SmallZones.provenance(50));
            assertThat(store.stored()).containsExactly(EXAMPLE, OTHER);
        }
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void open_again_andPublishAgain_goesOnWhereItWas(StoreOptions options) {
        for (long serial = 1; serial <= 30; serial++) {
            try (ZoneStore store = open(options)) {
                if (serial > 1) {
                    assertThat(current(store, EXAMPLE).serial()).isEqualTo(serial - 1);
                }
                publish(store, EXAMPLE, serial);
            }
        }
        assertThat(events).isEmpty();
    }

    @Test
    void publish_historyLongerThanAllowed_keepsTheLatest() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            for (long serial = 1; serial <= 9; serial++) {
                publish(store, EXAMPLE, serial);
            }
            assertThat(serials(current(store, EXAMPLE))).containsExactly(6L, 7L, 8L, 9L);
        }
    }

    @Test
    void publish_serialNotLater_isRefusedAndChangesNothing() {
        try (ZoneStore store = open(StoreOptions.defaults())) {
            publish(store, EXAMPLE, 10);
            Publication before = current(store, EXAMPLE);
            for (long serial : new long[] {10, 9, 10 + (1L << 31)}) {
                assertThatThrownBy(() -> publish(store, EXAMPLE, serial))
                        .isInstanceOf(ZoneException.class)
                        .hasMessageContaining("not later (RFC 1982)");
            }
            assertThat(current(store, EXAMPLE)).isSameAs(before);
            publish(store, EXAMPLE, 0x7fff_fff0L);
            publish(store, EXAMPLE, 0xe000_0000L);
            publish(store, EXAMPLE, 3);
            assertThat(current(store, EXAMPLE).serial()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void replace_anySerial_startsAnewWithoutHistory(StoreOptions options) {
        try (ZoneStore store = open(options)) {
            publish(store, EXAMPLE, 10);
            publish(store, EXAMPLE, 11);
            store.replace(
                    store.zone(EXAMPLE),
                    SmallZones.version(EXAMPLE, 5),
                    SmallZones.provenance(5),
                    Publication.NEVER);
            assertThat(current(store, EXAMPLE).history()).isEmpty();
            publish(store, EXAMPLE, 6);
        }
        try (ZoneStore store = open(options)) {
            assertThat(serials(current(store, EXAMPLE))).containsExactly(5L, 6L);
            assertThat(lines(current(store, EXAMPLE).version()))
                    .isEqualTo(lines(SmallZones.version(EXAMPLE, 6)));
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void forget_thenOpen_isEmptyAndLeavesNoSnapshot(StoreOptions options) throws IOException {
        try (ZoneStore store = open(options)) {
            publish(store, EXAMPLE, 10);
            publish(store, OTHER, 1);
            PublishedZone zone = store.zone(EXAMPLE);
            store.forget(EXAMPLE);
            assertThatThrownBy(() ->
                            store.publish(
                                    zone,
                                    SmallZones.version(EXAMPLE, 11),
                                    SmallZones.provenance(11),
                                    Publication.NEVER))
                    .hasMessageContaining("not served here any more");
            assertThat(store.zone(EXAMPLE)).isNotSameAs(zone);
            assertThat(store.zone(EXAMPLE).current()).isNull();
        }
        try (ZoneStore store = open(options)) {
            assertThat(store.zone(EXAMPLE).current()).isNull();
            assertThat(current(store, OTHER).serial()).isEqualTo(1);
            publish(store, EXAMPLE, 3);
        }
        try (ZoneStore store = open(options)) {
            assertThat(current(store, EXAMPLE).serial()).isEqualTo(3);
        }
        assertThat(files.list(FOLDER).stream().filter(file -> file.toString().endsWith(".zone")))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void refreshed_isSeenAtOnceAndStoredLater() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            store.refreshed(store.zone(EXAMPLE), 3_000_000, 3_086_400);
            assertThat(current(store, EXAMPLE).expiresAt()).isEqualTo(3_086_400);
            try (ZoneStore crashed = openCrashed()) {
                assertThat(current(crashed, EXAMPLE).expiresAt()).isEqualTo(2_000_001);
            }
            worker.runWaiting();
            try (ZoneStore crashed = openCrashed()) {
                assertThat(current(crashed, EXAMPLE).expiresAt()).isEqualTo(3_086_400);
                assertThat(crashed.checkedAt(EXAMPLE)).hasValue(3_000_000);
            }
        }
    }

    @Test
    void refreshed_thenManyVersionsAndCompaction_neverGoesBack() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            store.refreshed(store.zone(EXAMPLE), 3_000_000, 3_086_400);
            for (long serial = 1; serial <= 60; serial++) {
                publish(store, OTHER, serial);
            }
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(current(store, EXAMPLE).expiresAt()).isEqualTo(3_086_400);
        }
    }

    @Test
    void refreshed_afterTheClockWasSetBack_counts() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            store.refreshed(store.zone(EXAMPLE), 9_000_000, 9_086_400);
            worker.runWaiting();
            store.refreshed(store.zone(EXAMPLE), 3_000_000, 3_086_400);
            assertThat(store.checkedAt(EXAMPLE)).hasValue(3_000_000);
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(current(store, EXAMPLE).expiresAt()).isEqualTo(3_086_400);
            assertThat(store.checkedAt(EXAMPLE)).hasValue(3_000_000);
        }
    }

    @Test
    void withheld_staysSoUntilItIsRefreshed() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            store.withhold(store.zone(EXAMPLE));
            assertThat(current(store, EXAMPLE).isWithheld()).isTrue();
            assertThat(current(store, EXAMPLE).isExpired(0)).isTrue();
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(current(store, EXAMPLE).isWithheld()).isTrue();
            store.refreshed(
                    store.zone(EXAMPLE), store.checkedAt(EXAMPLE).orElseThrow(), Publication.NEVER);
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(current(store, EXAMPLE).isExpired(1L << 40)).isFalse();
        }
    }

    @Test
    void attested_isKnownAfterARestart_andTheHistoryIsStillThere() {
        Provenance proved =
                new Provenance(
                        new ZoneOrigin.Other("proved"),
                        5,
                        Optional.of(new ProofRecord(Verification.FULL, 9_999, 1, "ef01")));
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            ZoneVersion before = current(store, EXAMPLE).version();
            publish(store, EXAMPLE, 2);
            store.attest(store.zone(EXAMPLE), before, proved);
            assertThat(store.provenance(EXAMPLE)).isNotEqualTo(Optional.of(proved));
            store.attest(store.zone(EXAMPLE), current(store, EXAMPLE).version(), proved);
            assertThat(store.provenance(EXAMPLE)).contains(proved);
            worker.runWaiting();
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(store.provenance(EXAMPLE)).contains(proved);
            assertThat(current(store, EXAMPLE).serial()).isEqualTo(2);
            assertThat(current(store, EXAMPLE).history()).hasSize(1);
            publish(store, EXAMPLE, 3);
            assertThat(store.provenance(EXAMPLE)).isNotEqualTo(Optional.of(proved));
        }
    }

    @Test
    void publish_manyVersions_keepsTheFolderSmall() throws IOException {
        try (ZoneStore store = open(SmallZones.TIGHT)) {
            for (long serial = 1; serial <= 120; serial++) {
                publish(store, EXAMPLE, serial);
                publish(store, OTHER, serial);
            }
            assertThat(files.list(FOLDER)).hasSizeLessThan(12);
        }
    }

    @Test
    void publish_versionMadeOfThePresentOne_sharesPagesWithIt() {
        try (ZoneStore store = open(StoreOptions.defaults())) {
            store.publish(
                    store.zone(EXAMPLE),
                    wide(1, 2000),
                    SmallZones.provenance(1),
                    Publication.NEVER);
            ZoneVersion before = current(store, EXAMPLE).version();
            store.publish(
                    store.zone(EXAMPLE),
                    wide(2, 2001),
                    SmallZones.provenance(2),
                    Publication.NEVER);
            ZoneVersion after = current(store, EXAMPLE).version();
            assertThat(List.of(after.names.pages))
                    .filteredOn(List.of(before.names.pages)::contains)
                    .hasSizeGreaterThan(before.names.pages.length - 4);
            assertThat(lines(after)).isEqualTo(lines(wide(2, 2001)));
        }
    }

    private static ZoneVersion wide(long serial, int names) {
        StringBuilder text =
                new StringBuilder(
                        "@ SOA ns h " + serial + " 3600 600 86400 300\n@ NS ns\nns A 192.0.2.1\n");
        for (int i = 0; i < names; i++) {
            text.append("n").append(i).append(" TXT \"some text of name ").append(i).append("\"\n");
        }
        return ZoneTexts.zone(EXAMPLE, text.toString());
    }

    @Test
    void provenance_ofEveryKind_comesBack() {
        List<Provenance> all =
                List.of(
                        Provenance.of(
                                new ZoneOrigin.ZoneFile("/etc/zones/é", 1L << 40, 123, "00ff"), 7),
                        new Provenance(
                                new ZoneOrigin.Primary("192.0.2.1@53"),
                                8,
                                Optional.of(new ProofRecord(Verification.FULL, 9_999, 3, "ef01"))),
                        Provenance.of(new ZoneOrigin.Other("update"), 9));
        for (Provenance one : all) {
            try (ZoneStore store = open(StoreOptions.defaults())) {
                store.replace(
                        store.zone(EXAMPLE),
                        SmallZones.version(EXAMPLE, 1),
                        one,
                        Publication.NEVER);
            }
            try (ZoneStore store = open(StoreOptions.defaults())) {
                assertThat(store.provenance(EXAMPLE)).contains(one);
            }
        }
    }

    @Test
    void open_folderInUse_saysSo() {
        try (ZoneStore store = open(StoreOptions.defaults())) {
            assertThatThrownBy(() -> open(StoreOptions.defaults()))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOCKED));
            publish(store, EXAMPLE, 1);
        }
    }

    @Test
    void publish_diskFull_changesNothingAndWorksAgainWithRoom() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            Publication before = current(store, EXAMPLE);
            files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
            assertThatThrownBy(() -> publish(store, EXAMPLE, 2))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NO_SPACE))
                    .hasMessageContaining("disk is full");
            assertThat(store.isStopped()).isFalse();
            assertThat(current(store, EXAMPLE)).isSameAs(before);
            publish(store, EXAMPLE, 2);
        }
        try (ZoneStore store = open(SmallZones.INLINE)) {
            assertThat(current(store, EXAMPLE).serial()).isEqualTo(2);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void publish_diskFullForASnapshot_leavesNoFileAndWorksAgainWithRoom() throws IOException {
        try (ZoneStore store = open(SmallZones.TIGHT)) {
            for (int operation = 1; operation <= 3; operation++) {
                files.failAt(files.operations() + operation, FaultyFiles.Failure.NO_SPACE);
                try {
                    publish(store, EXAMPLE, 1);
                } catch (StorageException e) {
                    assertThat(store.isStopped()).isFalse();
                    assertThat(files.list(FOLDER))
                            .extracting(Path::toString)
                            .noneMatch(name -> name.endsWith(".zone") || name.endsWith(".aside"));
                    continue;
                }
                break;
            }
            if (store.zone(EXAMPLE).current() == null) {
                publish(store, EXAMPLE, 1);
            }
        }
        try (ZoneStore store = open(SmallZones.TIGHT)) {
            assertThat(current(store, EXAMPLE).serial()).isEqualTo(1);
        }
    }

    @Test
    void publish_afterAnUnconfirmedWrite_isRefusedWhileTheZoneStays() {
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 1);
            Publication before = current(store, EXAMPLE);
            files.failAt(files.operations() + 2, FaultyFiles.Failure.INPUT_OUTPUT);
            assertThatThrownBy(() -> publish(store, EXAMPLE, 2))
                    .hasMessageContaining("did not confirm the write");
            for (long serial = 2; serial <= 4; serial++) {
                long next = serial;
                assertThatThrownBy(() -> publish(store, EXAMPLE, next))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e ->
                                        assertThat(e.kind())
                                                .isEqualTo(StorageException.Kind.NOT_DURABLE))
                        .hasMessageContaining("takes no more changes")
                        .hasMessageContaining("zones are served as they are");
            }
            assertThat(store.isStopped()).isTrue();
            assertThat(current(store, EXAMPLE)).isSameAs(before);
        }
        assertThat(events).singleElement().isInstanceOf(StoreEvent.JournalStopped.class);
        try (ZoneStore store = open(SmallZones.INLINE)) {
            publish(store, EXAMPLE, 3);
        }
    }

    private ZoneStore open(StoreOptions options) {
        return ZoneStore.open(files, FOLDER, options, events::add, worker);
    }

    private ZoneStore openCrashed() {
        return ZoneStore.open(
                files.afterCrash(FaultyFiles.Loss.EVERYTHING),
                FOLDER,
                SmallZones.INLINE,
                events::add,
                new DirectWorker());
    }

    private static void publish(ZoneStore store, Name apex, long serial) {
        store.publish(
                store.zone(apex),
                SmallZones.version(apex, serial),
                SmallZones.provenance(serial),
                2_000_000 + serial);
    }

    private static Publication current(ZoneStore store, Name apex) {
        @Nullable Publication current = store.zone(apex).current();
        assertThat(current).isNotNull();
        return current;
    }

    private static List<Long> serials(Publication publication) {
        List<Long> serials = new ArrayList<>();
        for (ZoneDelta delta : publication.history()) {
            if (serials.isEmpty()) {
                serials.add(delta.fromSerial());
            }
            assertThat(serials.getLast()).isEqualTo(delta.fromSerial());
            serials.add(delta.toSerial());
        }
        return serials;
    }

    private static List<String> lines(ZoneVersion version) {
        return VersionLines.names(version);
    }
}
