package org.zoneseal.zones;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.StorageException;

/** A day in a store's life, with the plug pulled before each single file operation. */
final class ZoneStoreCrashTest {

    private static final long SEED = 20260711;

    /** A new file of the journal after nearly each change, so that old ones are cleaned away. */
    private static StoreOptions tiny(StoreOptions options) {
        return new StoreOptions(
                900,
                options.inlineBytes(),
                options.recordBytes(),
                400,
                options.historyDeltas(),
                options.historyBytes(),
                options.refreshDelay());
    }

    static List<StoreOptions> kinds() {
        return List.of(
                tiny(SmallZones.TIGHT), tiny(SmallZones.INLINE), tiny(SmallZones.NO_CHANGES));
    }

    static Stream<Arguments> kindsAndLosses() {
        return kinds().stream()
                .flatMap(kind ->
                        Stream.of(FaultyFiles.Loss.values()).map(loss -> Arguments.of(kind, loss)));
    }

    static Stream<Arguments> kindsAndFailures() {
        return kinds().stream()
                .flatMap(kind ->
                        Stream.of(FaultyFiles.Failure.values())
                                .map(failure -> Arguments.of(kind, failure)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndLosses")
    void store_crashAnywhere_hasWhatWasVisible(StoreOptions options, FaultyFiles.Loss loss) {
        int points = operationsOfADay(options);
        for (int point = 1; point <= points + 1; point++) {
            FaultyFiles files = new FaultyFiles();
            StoreDay day = crashed(options, files, point);
            day.check(files.afterCrash(loss), "crash before operation " + point);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndLosses")
    void open_crashWhileRecoveringFromACrash_hasWhatWasVisible(
            StoreOptions options, FaultyFiles.Loss loss) {
        Random random = new Random(SEED);
        int points = operationsOfADay(options);
        for (int point = 1 + random.nextInt(3); point <= points; point += 3) {
            FaultyFiles files = new FaultyFiles();
            StoreDay day = crashed(options, files, point);
            FaultyFiles second = files.afterCrash(loss);
            second.crashAt(1 + random.nextInt(6));
            try {
                ZoneStore.open(
                                second,
                                StoreDay.FOLDER,
                                options,
                                StoreEvents.NONE,
                                new DirectWorker())
                        .close();
            } catch (FaultyFiles.Crash e) {
                // That was the plan.
            }
            day.check(second.afterCrash(loss), "crash again after operation " + point);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndFailures")
    void store_failureAnywhere_keepsWhatIsVisibleAndGoesOnOrStops(
            StoreOptions options, FaultyFiles.Failure failure) {
        int points = operationsOfADay(options);
        for (int point = 1; point <= points; point++) {
            FaultyFiles files = new FaultyFiles();
            files.failAt(point, failure);
            StoreDay day = new StoreDay(options);
            try {
                day.live(files);
            } catch (StorageException e) {
                // Opening or closing has failed.
            }
            String when = "operation " + point + " failed";
            day.check(files.afterCrash(FaultyFiles.Loss.EVERYTHING), when + ", then a crash");
            day.check(files.afterCrash(FaultyFiles.Loss.NOTHING), when);
        }
    }

    private static StoreDay crashed(StoreOptions options, FaultyFiles files, int point) {
        files.crashAt(point);
        StoreDay day = new StoreDay(options);
        try {
            day.live(files);
        } catch (FaultyFiles.Crash e) {
            // What was visible until now must be there.
        }
        return day;
    }

    private static int operationsOfADay(StoreOptions options) {
        FaultyFiles files = new FaultyFiles();
        new StoreDay(options).live(files);
        return files.operations();
    }
}
