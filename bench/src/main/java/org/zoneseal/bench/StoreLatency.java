package org.zoneseal.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.zones.Provenance;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.StoreOptions;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneOrigin;
import org.zoneseal.zones.ZoneStore;
import org.zoneseal.zones.ZoneVersion;

/**
 * Measures a {@link ZoneStore}.
 *
 * <pre>
 * StoreLatency load FOLDER ZONEFILE     stores the zone example.
 * StoreLatency start FOLDER             opens the folder
 * StoreLatency change FOLDER COUNT      publishes one-name changes of example., one after the other
 * StoreLatency beside FOLDER COUNT      the same while another zone as large is stored anew
 * StoreLatency many FOLDER ZONES        small zones, each stored and changed, on many threads
 * </pre>
 */
public final class StoreLatency {

    private static final Name APEX = Name.parse("example.");
    private static final Name OTHER = Name.parse("other.");
    private static final int THREADS = 32;

    private StoreLatency() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        long start = System.nanoTime();
        try (ZoneStore store =
                ZoneStore.open(
                        FileLayer.real(),
                        folder,
                        StoreOptions.defaults(),
                        event -> say(event.sentence()))) {
            say(String.format(Locale.ROOT, "opened in %.3f s", (System.nanoTime() - start) / 1e9));
            switch (arguments[0]) {
                case "load" -> load(store, Path.of(arguments[2]));
                case "start" -> {
                    Publication current = store.zone(APEX).current();
                    say(
                            String.format(
                                    Locale.ROOT,
                                    "serial %d, %d changes kept",
                                    current == null ? -1 : current.serial(),
                                    current == null ? 0 : current.history().size()));
                }
                case "change" -> change(store, Integer.parseInt(arguments[2]));
                case "beside" -> beside(store, Integer.parseInt(arguments[2]));
                case "many" -> many(store, Integer.parseInt(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void load(ZoneStore store, Path file) throws IOException {
        ZoneVersion version = OneNameChange.read(APEX, ZoneFileSource.of(file));
        long start = System.nanoTime();
        store.replace(store.zone(APEX), version, provenance(), Publication.NEVER);
        say(
                String.format(
                        Locale.ROOT,
                        "stored in %.3f s, %d bytes",
                        (System.nanoTime() - start) / 1e9,
                        version.packedBytes()));
    }

    private static void change(ZoneStore store, int count) {
        PublishedZone zone = store.zone(APEX);
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            Publication current = zone.current();
            if (current == null) {
                throw new IllegalStateException("load first");
            }
            ZoneDelta delta = OneNameChange.of(current.version());
            long start = System.nanoTime();
            store.publish(zone, delta.applyTo(current.version()), provenance(), Publication.NEVER);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        say(
                String.format(
                        Locale.ROOT,
                        "apply and publish, ms: first %.2f, median %.2f, p99 %.2f, most %.2f",
                        first,
                        millis[count / 2],
                        millis[count * 99 / 100],
                        millis[count - 1]));
    }

    private static void beside(ZoneStore store, int count) throws Exception {
        Publication current = store.zone(APEX).current();
        if (current == null) {
            throw new IllegalStateException("load first");
        }
        change(store, count);
        PublishedZone other = store.zone(OTHER);
        StringBuilder text = new StringBuilder("@ SOA . . 1 1 1 1 1\n@ NS .\n");
        for (int i = 0; i < 1_000_000; i++) {
            text.append("name").append(i).append(" TXT \"").append("x".repeat(120)).append("\"\n");
        }
        ZoneVersion large =
                OneNameChange.read(
                        OTHER,
                        ZoneFileSource.of(
                                new ByteArrayInputStream(
                                        text.toString().getBytes(StandardCharsets.US_ASCII)),
                                "made"));
        text.setLength(0);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> storing =
                    executor.submit(() -> {
                        long start = System.nanoTime();
                        store.replace(other, large, provenance(), Publication.NEVER);
                        say(
                                String.format(
                                        Locale.ROOT,
                                        "the other zone (%d bytes) stored in %.3f s",
                                        large.packedBytes(),
                                        (System.nanoTime() - start) / 1e9));
                    });
            while (!storing.isDone()) {
                change(store, 20);
            }
            storing.get();
        }
    }

    private static void many(ZoneStore store, int zones) throws Exception {
        for (int serial = 1; serial <= 2; serial++) {
            long next = serial;
            long start = System.nanoTime();
            try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < zones; i++) {
                    Name apex = Name.parse("zone" + i + ".example.");
                    all.add(
                            executor.submit(() -> {
                                store.replace(
                                        store.zone(apex),
                                        small(apex, next),
                                        provenance(),
                                        Publication.NEVER);
                                return apex;
                            }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            say(
                    String.format(
                            Locale.ROOT,
                            "%d zones in %.3f s, %.0f a second",
                            zones,
                            seconds,
                            zones / seconds));
        }
    }

    private static ZoneVersion small(Name apex, long serial) throws IOException {
        StringBuilder text = new StringBuilder("@ SOA . . " + serial + " 1 1 1 1\n@ NS .\n");
        for (int i = 0; i < 20; i++) {
            text.append("host").append(i).append(" A 192.0.2.").append(i).append('\n');
        }
        return OneNameChange.read(
                apex,
                ZoneFileSource.of(
                        new ByteArrayInputStream(
                                text.toString().getBytes(StandardCharsets.US_ASCII)),
                        "made"));
    }

    private static Provenance provenance() {
        return Provenance.of(new ZoneOrigin.Other("measurement"), 0);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
