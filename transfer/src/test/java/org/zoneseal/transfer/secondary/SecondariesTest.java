package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.RecordType;
import org.zoneseal.transfer.secondary.Stream.Line;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.StoreOptions;
import org.zoneseal.zones.ZoneStore;

/** Secondaries at work, with a primary and a disk that do as a test wants. */
@Timeout(120)
class SecondariesTest {

    private static final Line NS = new Line("@", "NS", "ns");

    @TempDir Path folder;
    private final SlowDisk disk = new SlowDisk();
    private final List<SecondaryEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicLong serial = new AtomicLong(7);
    private ZoneStore store;
    private Secondaries secondaries;
    private FakePrimary primary;

    @BeforeEach
    void open() throws IOException {
        store = ZoneStore.open(disk.files(), folder, StoreOptions.defaults(), _ -> {});
        secondaries = new Secondaries(store, InstantSource.system(), listener(), 4);
        primary = new FakePrimary(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        disk.goOn();
        primary.close();
        secondaries.close();
        store.close();
    }

    private SecondaryListener listener() {
        return new SecondaryListener() {
            @Override
            public void happened(SecondaryEvent event) {
                events.add(event);
            }

            @Override
            public void published(PublishedZone zone) {}
        };
    }

    private void answer(byte[] request, DataOutputStream out, Object connection)
            throws IOException {
        int type = request[12 + Stream.APEX.toWire().length + 1] & 0xff;
        Line soa = Line.soa(serial.get());
        byte[] message =
                switch (type) {
                    case RecordType.AXFR -> Stream.axfr().message(soa, NS, soa);
                    case RecordType.IXFR -> Stream.ixfr().message(soa, NS, soa);
                    default -> Stream.soa().message(soa);
                };
        FakePrimary.send(out, request, message);
    }

    private SecondaryZone zone() {
        return SecondaryZone.of(Stream.APEX, List.of(Primary.plain(primary.address())));
    }

    private SecondaryStatus status() {
        return secondaries.status(Stream.APEX).orElseThrow();
    }

    private void awaitSerial(long expected) {
        await("serial " + expected, () -> status().serial().orElse(-1) == expected);
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not reached: " + what + ": " + status() + events);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void zone_configuredOtherwiseWhileAVersionIsBeingStored_goesOnWithThatVersion()
            throws InterruptedException {
        secondaries.put(zone());
        awaitSerial(7);
        disk.holdUp();
        serial.set(8);
        secondaries.refresh(Stream.APEX);
        disk.awaitWriter();
        Thread reload = Thread.ofPlatform().start(() -> secondaries.put(zone()));
        await("the reload", () -> !isRunning(reload));
        disk.goOn();
        reload.join();
        await("the version", () -> publishedSerial() == 8);
        secondaries.refresh(Stream.APEX);
        await("a check", () -> status().activity() == SecondaryStatus.Activity.NONE);
        assertThat(status().serial()).hasValue(8);
        assertThat(status().state()).isEqualTo(SecondaryStatus.State.CURRENT);
    }

    private static boolean isRunning(Thread thread) {
        return thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW;
    }

    private long publishedSerial() {
        Publication current = secondaries.published(Stream.APEX).current();
        return current == null ? -1 : current.serial();
    }

    @Test
    void held_whenTheRuleBecomesStricter_isWithheldUntilItIsLooserAgain() {
        secondaries.put(zone());
        awaitSerial(7);
        secondaries.put(zone().withVerification(VerificationRule.digest()));
        await("the proof", () -> status().state() == SecondaryStatus.State.UNPROVED);
        assertThat(published().isWithheld()).isTrue();
        await(
                "the whole zone, which is no better",
                () -> events.stream().anyMatch(event -> event.name().equals("transfer-refused")));
        assertThat(published().isWithheld()).isTrue();
        secondaries.put(zone());
        await("the looser rule", () -> status().state() == SecondaryStatus.State.CURRENT);
        assertThat(published().isExpired(InstantSource.system().instant().getEpochSecond()))
                .isFalse();
    }

    private Publication published() {
        return Objects.requireNonNull(secondaries.published(Stream.APEX).current(), "held");
    }
}
