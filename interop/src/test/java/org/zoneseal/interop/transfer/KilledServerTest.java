package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;

/**
 * The whole server, killed at random moments while its zone changes, is asked for and transferred.
 * What it answered once is there when it is back, though the zone's file is an old one by then.
 */
final class KilledServerTest {

    private static final Name ZONE = Name.parse("example.");
    private static final long SEED = 4;
    private static final int SIZE = 300;
    private static final int KILLS = 2;
    private static final long BOUND_SECONDS = 60;

    @TempDir Path folder;

    private final Random random = new Random(SEED);
    private final ChangingZone zone = new ChangingZone(ZONE, SEED, SIZE, 1);
    private final Map<Long, String> texts = new HashMap<>();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicBoolean wentBack = new AtomicBoolean();
    private int port;
    private @Nullable Process server;

    private interface Step {
        void run() throws IOException;
    }

    @AfterEach
    void stop() throws InterruptedException {
        Process running = server;
        if (running == null) {
            return;
        }
        running.destroy();
        if (!running.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            running.toHandle().destroyForcibly();
        }
    }

    @Test
    @Timeout(600)
    void server_killedWhileItsFileChanges_isBackWithAllThatItAnswered() throws Exception {
        port = Ports.free();
        configure("file: zone");
        Step publish =
                () -> {
                    put(zone.text());
                    reload();
                };
        String first = changed();
        put(first);
        start();
        await(zone.serial());
        for (int kill = 0; kill < KILLS; kill++) {
            changeUntilKilled(1 + random.nextInt(6), publish);
            put(first);
            start();
            long found = awaitNotEarlier();
            assertThat(ZoneAsker.at(port).zone(ZONE)).isEqualTo(lines(found));
            changed();
            publish.run();
            await(zone.serial());
        }
        checkWholeLife();
    }

    @Test
    @Timeout(600)
    void secondary_killedWhileItsPrimaryChanges_isBackWithAllThatItAnswered() throws Exception {
        port = Ports.free();
        PrimaryServer.Offer offer = PrimaryServer.Offer.of(ZONE).notifying(port);
        try (PrimaryServer primary =
                PrimaryServer.start("knot", folder.resolve("primary"), offer, changed())) {
            configure("primaries: [\"127.0.0.1:" + primary.port + "\"]");
            Step publish =
                    () -> {
                        primary.write(zone.text());
                        primary.reload();
                    };
            start();
            await(zone.serial());
            for (int kill = 0; kill < KILLS; kill++) {
                changeUntilKilled(1 + random.nextInt(6), publish);
                start();
                awaitNotEarlier();
                // It may have missed a NOTIFY while it was down; the next one brings it up to date.
                changed();
                publish.run();
                await(zone.serial());
                assertThat(ZoneAsker.at(port).zone(ZONE)).isEqualTo(lines(zone.serial()));
            }
        }
        checkWholeLife();
    }

    private void checkWholeLife() {
        assertThat(wentBack).as("an earlier serial after a later one").isFalse();
        assertThat(log()).doesNotContain("store.damaged").doesNotContain("store.zone-lost");
    }

    private void configure(String source) throws IOException {
        Files.writeString(
                folder.resolve("zoneseal.yaml"),
                """
                version: 1
                state: state
                listen: ["127.0.0.1:%d"]
                zones:
                  - name: example.
                    %s
                    transfer: [127.0.0.1]
                """
                        .formatted(port, source));
    }

    /** The zone's next version. */
    private String changed() {
        zone.change();
        texts.put(zone.serial(), zone.text());
        return zone.text();
    }

    private List<String> lines(long serial) {
        return CanonicalLines.of(ChangingZone.version(ZONE, texts.getOrDefault(serial, "")));
    }

    private long awaitNotEarlier() {
        long before = seen.get();
        long found = awaitAny();
        assertThat(found)
                .as("the serial after a kill, %d having been answered", before)
                .isGreaterThanOrEqualTo(before);
        return found;
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
                Waiting.until("the next serial", () -> seen.get() >= serial, 60, this::log);
            }
        }
        long moment = answers.get() + random.nextInt(50);
        Waiting.until("some more answers", () -> answers.get() >= moment, 60, this::log);
        Process killed = running();
        killed.toHandle().destroyForcibly();
        assertThat(killed.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        isOver.set(true);
        for (Thread thread : load) {
            thread.join();
        }
    }

    private void ask(AtomicBoolean isOver) {
        while (!isOver.get()) {
            OptionalLong answer = ZoneAsker.at(port).serial(ZONE);
            if (answer.isPresent()) {
                answers.incrementAndGet();
                if (answer.getAsLong() < seen.getAndAccumulate(answer.getAsLong(), Math::max)) {
                    wentBack.set(true);
                }
            }
        }
    }

    private void transfer(AtomicBoolean isOver) {
        while (!isOver.get()) {
            try {
                assertThat(ZoneAsker.at(port).zone(ZONE)).isNotEmpty();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void put(String text) throws IOException {
        Path aside = folder.resolve("zone.new");
        Files.writeString(aside, text, StandardCharsets.ISO_8859_1);
        Files.move(
                aside,
                folder.resolve("zone"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(Peer.zonesealDaemon().command());
        command.addAll(List.of("run", "--config", folder.resolve("zoneseal.yaml").toString()));
        server =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
    }

    private Process running() {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private void reload() {
        Peer.of("kill").run(folder, "-HUP", String.valueOf(running().pid())).mustBeFine();
    }

    private void await(long serial) {
        Waiting.until(
                "serial " + serial,
                () -> ZoneAsker.at(port).serial(ZONE).orElse(-1) == serial,
                BOUND_SECONDS,
                this::log);
        seen.accumulateAndGet(serial, Math::max);
    }

    private long awaitAny() {
        OptionalLong[] found = {OptionalLong.empty()};
        Waiting.until(
                "it answers",
                () -> {
                    found[0] = ZoneAsker.at(port).serial(ZONE);
                    return found[0].isPresent();
                },
                BOUND_SECONDS,
                this::log);
        return found[0].getAsLong();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
