package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;

/**
 * The whole server, killed at random moments while its zones change, are asked for and transferred.
 * What it answered once is there when it is back, though the zones' files are old ones by then.
 */
final class KilledServerTest {

    private static final Name ZONE = Name.parse("example.");

    /** One that has a snapshot of its own, which each change makes anew; and some small ones. */
    private static final Name BULK = Name.parse("bulk.example.");

    private static final int BULK_NAMES = 6000;
    private static final List<Name> OTHERS =
            List.of(BULK, Name.parse("a.test."), Name.parse("b.test."), Name.parse("c.test."));
    private static final long SEED = 4;
    private static final int SIZE = 300;
    private static final int KILLS = 4;

    @TempDir Path folder;

    private final Random random = new Random(SEED);
    private final ChangingZone zone = new ChangingZone(ZONE, SEED, SIZE, 1);
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<Name, Long> seen = new ConcurrentHashMap<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong transfers = new AtomicLong();
    private final AtomicBoolean wentBack = new AtomicBoolean();
    private ZonesealServer server;

    private interface Step {
        void run() throws IOException;
    }

    @BeforeEach
    void make() throws IOException {
        server = new ZonesealServer(folder.resolve("ours"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Timeout(600)
    void server_killedWhileItsFilesChange_isBackWithAllThatItAnswered() throws Exception {
        server.configure(
                """
                zones:
                  - names: [example, bulk.example, a.test, b.test, c.test]
                    file: "{zone}.zone"
                    transfer: [127.0.0.1]
                """);
        OTHERS.forEach(other -> seen.put(other, 0L));
        changed();
        long first = zone.serial();
        putAll(first);
        server.start();
        awaitAll(first);
        for (int kill = 0; kill < KILLS; kill++) {
            changeUntilKilled(
                    1 + random.nextInt(4),
                    () -> {
                        putAll(zone.serial());
                        server.reload();
                    });
            putAll(first);
            server.start();
            checkAll();
        }
        changed();
        putAll(zone.serial());
        server.reload();
        awaitAll(zone.serial());
        checkAll();
        checkWholeLife();
    }

    @Test
    @Timeout(600)
    void secondary_killedWhileItsPrimaryChanges_isBackWithAllThatItAnswered() throws Exception {
        PrimaryServer.Offer offer = PrimaryServer.Offer.of(ZONE).notifying(server.port);
        try (PrimaryServer primary =
                PrimaryServer.start("knot", folder.resolve("primary"), offer, changed())) {
            server.configure(
                    """
                    zones:
                      - name: example
                        primaries: ["127.0.0.1:%d"]
                        transfer: [127.0.0.1]
                    """
                            .formatted(primary.port));
            Step publish =
                    () -> {
                        primary.write(zone.text());
                        primary.reload();
                    };
            server.start();
            awaitAll(zone.serial());
            for (int kill = 0; kill < KILLS; kill++) {
                changeUntilKilled(1 + random.nextInt(4), publish);
                server.start();
                checkAll();
            }
            // It may have missed a NOTIFY while it was down; the next one brings it up to date.
            changed();
            publish.run();
            awaitAll(zone.serial());
            checkAll();
        }
        checkWholeLife();
    }

    private void checkWholeLife() {
        assertThat(wentBack).as("an earlier serial after a later one").isFalse();
        assertThat(transfers).hasPositiveValue();
        assertThat(server.log()).doesNotContain("store.damaged").doesNotContain("store.zone-lost");
    }

    /** The zone's next version. */
    private String changed() {
        zone.change();
        seen.putIfAbsent(ZONE, 0L);
        texts.put(zone.serial(), zone.text());
        return zone.text();
    }

    private String text(Name name, long serial) {
        return name.equals(ZONE)
                ? texts.getOrDefault(serial, "no such version")
                : numbered(name.equals(BULK) ? BULK_NAMES : 3, serial);
    }

    /** Of which a quarter of the records changes with each serial. */
    private static String numbered(int names, long serial) {
        StringBuilder text = new StringBuilder();
        text.append("$TTL 300\n@ SOA ns hostmaster ").append(serial);
        text.append(" 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\n");
        for (int i = 0; i < names; i++) {
            text.append('n').append(i).append(" TXT \"text of serial ");
            text.append(serial - Math.floorMod(serial - i, 4)).append("\" \"and more of it\"\n");
        }
        return text.toString();
    }

    private void putAll(long serial) throws IOException {
        for (Name name : seen.keySet()) {
            server.write(name + "zone", text(name, serial));
        }
    }

    /** Each zone is there, not earlier than it was answered, and as it was published. */
    private void checkAll() throws IOException {
        for (Map.Entry<Name, Long> each : seen.entrySet()) {
            Name name = each.getKey();
            long found = awaitAny(name);
            assertThat(found).as("the serial of %s", name).isGreaterThanOrEqualTo(each.getValue());
            assertThat(ZoneAsker.at(server.port).zone(name))
                    .isEqualTo(CanonicalLines.of(ChangingZone.version(name, text(name, found))));
        }
    }

    private void changeUntilKilled(int changes, Step publish) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> load =
                List.of(
                        Thread.ofPlatform().start(() -> ask(isOver)),
                        Thread.ofPlatform().start(() -> transfer(isOver)));
        for (int i = 0; i < changes; i++) {
            changed();
            publish.run();
            long serial = zone.serial();
            if (i + 1 < changes) {
                server.await("the next serial", () -> seen.getOrDefault(ZONE, 0L) >= serial);
            }
        }
        long moment = answers.get() + random.nextInt(50);
        server.await("some more answers", () -> answers.get() >= moment);
        server.kill();
        isOver.set(true);
        for (Thread thread : load) {
            thread.join();
        }
    }

    private void ask(AtomicBoolean isOver) {
        while (!isOver.get()) {
            seen.keySet().forEach(this::ask);
        }
    }

    private void ask(Name name) {
        OptionalLong answer = server.serial(name);
        if (answer.isPresent()) {
            answers.incrementAndGet();
            see(name, answer.getAsLong());
        }
    }

    private void see(Name name, long serial) {
        long latest = seen.merge(name, serial, Math::max);
        if (latest > serial) {
            wentBack.set(true);
        }
    }

    /** By AXFR and by IXFR, from some version of late on. */
    private void transfer(AtomicBoolean isOver) {
        ZoneAsker asker = ZoneAsker.at(server.port);
        while (!isOver.get()) {
            for (Name name : seen.keySet()) {
                try {
                    assertThat(asker.zone(name)).isNotEmpty();
                    asker.changes(name, Math.max(1, seen.getOrDefault(name, 1L) - 3));
                    transfers.incrementAndGet();
                } catch (IOException e) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void awaitAll(long serial) {
        for (Name name : seen.keySet()) {
            server.awaitSerial(name, serial);
            see(name, serial);
        }
    }

    private long awaitAny(Name name) {
        OptionalLong[] found = {OptionalLong.empty()};
        server.await(
                "it answers",
                () -> {
                    found[0] = server.serial(name);
                    return found[0].isPresent();
                });
        return found[0].getAsLong();
    }
}
