package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.StorageException;

/** Many zones at once, on real files; and a process that is killed in the middle of it. */
final class ZoneStoreLoadTest {

    private static final int ZONES = 40;
    // A thread may wait for the journal's lock, not yet in its queue, when the others are taken.
    private static final int MOST_SYNCS = ZONES / 8;
    private static final int KILLS = 3;
    private static final int REPORTS_BEFORE_A_KILL = 300;

    @TempDir Path folder;

    private final List<StoreEvent> events = new ArrayList<>();

    @Test
    @Timeout(120)
    void publish_manyZonesAtOnce_shareASync() throws Exception {
        GatedFiles files = new GatedFiles();
        try (ZoneStore store = open(files, StoreOptions.defaults())) {
            publish(store, name(0), 1);
            List<Thread> others = new ArrayList<>();
            AtomicBoolean isFirst = new AtomicBoolean(true);
            files.beforeSync(() -> {
                if (isFirst.getAndSet(false)) {
                    for (int i = 1; i < ZONES; i++) {
                        Name apex = name(i);
                        others.add(Thread.ofPlatform().start(() -> publish(store, apex, 1)));
                    }
                    others.forEach(ZoneStoreLoadTest::awaitWaiting);
                }
            });
            int before = files.syncs();
            publish(store, name(0), 2);
            for (Thread other : others) {
                other.join();
            }
            assertThat(files.syncs() - before)
                    .as("one for the first, few for the %d that came meanwhile", ZONES - 1)
                    .isBetween(2, MOST_SYNCS);
            assertThat(store.stored()).hasSize(ZONES);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    @Timeout(300)
    void publish_processKilledAgainAndAgain_losesNothingThatItReported() throws Exception {
        Map<String, Long> reported = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = start();
            try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
                int count = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] words = line.split(" ", 2);
                    reported.merge(words[0], Long.parseLong(words[1]), Math::max);
                    if (++count == REPORTS_BEFORE_A_KILL) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            check(reported);
        }
        assertThat(reported).hasSize(ZONES);
        assertThat(events).as("a killed process leaves no damage").isEmpty();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Publisher.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void check(Map<String, Long> reported) {
        try (ZoneStore store = open(FileLayer.real(), Publisher.OPTIONS)) {
            reported.forEach((zone, serial) -> {
                Name apex = Name.parse(zone);
                long found = serial(store, apex);
                assertThat(found).as(zone).isGreaterThanOrEqualTo(serial);
                Publication current = store.zone(apex).current();
                assertThat(current).isNotNull();
                assertThat(VersionLines.names(current.version()))
                        .as(zone)
                        .isEqualTo(VersionLines.names(SmallZones.version(apex, found)));
            });
        }
    }

    private ZoneStore open(FileLayer files, StoreOptions options) {
        return ZoneStore.open(files, folder, options, events::add);
    }

    private static long serial(ZoneStore store, Name apex) {
        Publication current = store.zone(apex).current();
        return current == null ? 0 : current.serial();
    }

    private static Name name(int index) {
        return Name.parse("zone" + index + ".example.");
    }

    private static void publish(ZoneStore store, Name apex, long serial) {
        try {
            store.publish(
                    store.zone(apex),
                    SmallZones.version(apex, serial),
                    SmallZones.provenance(serial),
                    Publication.NEVER);
        } catch (StorageException e) {
            throw new AssertionError(e);
        }
    }

    /** The process that is killed: publishes, and says so after each. */
    static final class Publisher {

        /** Much happens: new files of the journal, new snapshots of every other kind of zone. */
        static final StoreOptions OPTIONS =
                new StoreOptions(
                        20_000,
                        1000,
                        4 << 20,
                        3000,
                        5,
                        1 << 20,
                        StoreOptions.defaults().refreshDelay());

        private static final int THREADS = 4;

        private Publisher() {}

        public static void main(String[] arguments) throws InterruptedException {
            ZoneStore store =
                    ZoneStore.open(
                            FileLayer.real(),
                            Path.of(arguments[0]),
                            OPTIONS,
                            event -> {
                                System.err.println(event.sentence());
                            });
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                threads.add(Thread.ofPlatform().start(() -> publishForEver(store, first)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void publishForEver(ZoneStore store, int first) {
            while (true) {
                for (int i = first; i < ZONES; i += THREADS) {
                    Name apex = name(i);
                    long serial = serial(store, apex) + 1;
                    publish(store, apex, serial);
                    report(apex + " " + serial + "\n");
                }
            }
        }

        private static synchronized void report(String line) {
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
    }
}
