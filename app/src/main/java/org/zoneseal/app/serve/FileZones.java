package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.StorageException;
import org.zoneseal.transfer.secondary.Verdict;
import org.zoneseal.transfer.secondary.VerificationRule;
import org.zoneseal.transfer.secondary.ZoneVerifier;
import org.zoneseal.zones.Provenance;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.SerialOrder;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneException;
import org.zoneseal.zones.ZoneOrigin;
import org.zoneseal.zones.ZoneStore;

/**
 * Reads zone files, keeps what is in them and publishes it; what cannot be served leaves the zone
 * as it was.
 *
 * <p>A file is read only if it is another than the one that the version at hand came from: by path,
 * size and time. Its serial must then be later, or its content the same; a changed file with the
 * serial that was, or an earlier one, is refused, because no secondary would ever notice.
 *
 * <p>Platform threads, for reading and packing is all computation: it must not take the carriers of
 * those who serve connections.
 */
final class FileZones implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FileZones.class.getName());

    private static final int MOST_THREADS = 16;
    private static final long IDLE_SECONDS = 5;

    private final ZoneStore store;
    private final LoadBudget budget;
    private final InstantSource clock;
    private final Publisher publisher;
    private final Path base;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    MOST_THREADS,
                    MOST_THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().name("zoneseal-load-", 1).daemon().factory());

    /** Is told of each new version. */
    interface Publisher {
        void published(PublishedZone zone);
    }

    /** Whether a serial must be later than the one before. */
    enum Serials {
        LATER,
        ANY
    }

    /**
     * What came of it.
     *
     * @param isGood whether what is served is what the file says
     * @param said one sentence
     */
    record Outcome(boolean isGood, String said) {}

    /**
     * @param base the folder that relative paths begin at
     */
    FileZones(
            ZoneStore store,
            LoadBudget budget,
            InstantSource clock,
            Publisher publisher,
            Path base) {
        this.base = base;
        this.store = store;
        this.budget = budget;
        this.clock = clock;
        this.publisher = publisher;
        threads.allowCoreThreadTimeOut(true);
    }

    /** From now on so many files are read at a time. */
    void limit(int atOnce) {
        budget.limit(atOnce);
    }

    /** Begins to load a zone from its file, if it has one. */
    Optional<Future<Outcome>> load(ServedZone zone, Serials serials) {
        return zone.rules()
                .fileOf(zone.apex(), base)
                .map(file -> threads.submit(() -> loadNow(zone, file, serials)));
    }

    /** The same for many zones. */
    List<Future<Outcome>> load(Collection<ServedZone> zones) {
        return zones.stream().flatMap(zone -> load(zone, Serials.LATER).stream()).toList();
    }

    /** What has come of them when the time is up; of those that are not done, nothing. */
    static List<Outcome> await(List<Future<Outcome>> loads, Duration bound)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        long end = System.nanoTime() + bound.toNanos();
        for (Future<Outcome> load : loads) {
            try {
                outcomes.add(load.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                LOG.log(Level.TRACE, "zone.still-loading", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return outcomes;
    }

    private Outcome loadNow(ServedZone zone, Path file, Serials serials) {
        zone.loading().lock();
        try {
            Outcome outcome = attempt(zone, file, serials);
            zone.isWell();
            return outcome;
        } catch (ZoneFileRead.Refused e) {
            return refuse(zone, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            return refuse(zone, "it could not be stored: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return refuse(
                    zone,
                    "the memory is not enough for it; give the process more, as"
                            + " ZONESEAL_JAVA_OPTS=-Xmx8g does");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "was not loaded, for the server stops");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "zone.failed zone=" + zone.apex(), e);
            return refuse(zone, "an error that should not happen: " + e);
        } finally {
            zone.loading().unlock();
        }
    }

    private Outcome refuse(ServedZone zone, String why) {
        zone.isIn(new ServedZone.Trouble(why, clock.instant()));
        Publication now = zone.published().current();
        String still =
                now == null || now.isWithheld()
                        ? "nothing is served of it"
                        : "serial " + now.serial() + " stays";
        LOG.log(
                Level.ERROR,
                "zone.refused zone=" + zone.apex() + " (" + still + ") reason: " + why);
        return new Outcome(false, "was refused (" + still + "): " + why);
    }

    private Outcome attempt(ServedZone zone, Path file, Serials serials)
            throws ZoneFileRead.Refused, InterruptedException {
        VerificationRule rule = rule(zone);
        holdAgainst(rule, zone);
        ZoneOrigin.ZoneFile look = ZoneFileRead.look(file);
        Name apex = zone.apex();
        Publication now = zone.published().current();
        if (now != null
                && !now.isWithheld()
                && ZoneFileRead.isSame(store.provenance(apex).map(Provenance::origin), look)) {
            LOG.log(
                    Level.DEBUG,
                    "zone.unchanged zone=" + apex + " serial=" + now.serial() + " file=" + file);
            return new Outcome(true, "is unchanged, serial " + now.serial());
        }
        long start = System.nanoTime();
        boolean isZipped = file.toString().endsWith(".gz");
        ZoneFileRead read = budget.during(look.size(), isZipped, () -> ZoneFileRead.of(file, apex));
        return publish(zone, read, rule, serials, start);
    }

    private Outcome publish(
            ServedZone zone, ZoneFileRead read, VerificationRule rule, Serials serials, long start)
            throws ZoneFileRead.Refused {
        Publication before = zone.published().current();
        Provenance provenance = proved(rule, read);
        long serial = read.version().serial();
        if (before == null || before.isWithheld() || serials == Serials.ANY) {
            store.replace(zone.published(), read.version(), provenance, Publication.NEVER);
        } else if (SerialOrder.isAfter(serial, before.serial())) {
            store.publish(zone.published(), read.version(), provenance, Publication.NEVER);
        } else if (isSameContent(before, read)) {
            store.attest(zone.published(), before.version(), provenance);
            store.refreshed(zone.published(), provenance.receivedAt(), Publication.NEVER);
            LOG.log(Level.INFO, "zone.unchanged zone=" + zone.apex() + " serial=" + serial);
            return new Outcome(true, "is unchanged, serial " + serial);
        } else {
            throw new ZoneFileRead.Refused(notLater(read, serial, before.serial()));
        }
        publisher.published(zone.published());
        return said(zone, read, before, start);
    }

    private VerificationRule rule(ServedZone zone) throws ZoneFileRead.Refused {
        try {
            return zone.rules().proof().rule(zone.apex(), base);
        } catch (IOException | CommandException e) {
            throw new ZoneFileRead.Refused("its trust anchors: " + e.getMessage(), e);
        }
    }

    // What is served was proved by the rule of then: by another one it is proved again, and is
    // served no longer if it does not pass, whatever becomes of the file.
    private void holdAgainst(VerificationRule rule, ServedZone zone) {
        Publication held = zone.published().current();
        Provenance known = store.provenance(zone.apex()).orElse(null);
        if (held == null || known == null || !held.isWithheld() && rule.isMetBy(known.proof())) {
            return;
        }
        long now = clock.instant().getEpochSecond();
        Verdict verdict = new ZoneVerifier(rule.withExpiryFloor(0)).verify(held.version(), now);
        if (verdict.isGood()) {
            store.attest(
                    zone.published(),
                    held.version(),
                    new Provenance(known.origin(), known.receivedAt(), verdict.proof()));
            store.refreshed(zone.published(), now, Publication.NEVER);
            LOG.log(
                    Level.INFO,
                    "zone.proved zone="
                            + zone.apex()
                            + " serial "
                            + held.serial()
                            + ", which was held, is verified: "
                            + rule.word());
        } else {
            store.withhold(zone.published());
            LOG.log(
                    Level.ERROR,
                    "zone.unproved zone="
                            + zone.apex()
                            + " serial "
                            + held.serial()
                            + ", which was held, is not what the authority signed and is not"
                            + " answered any more: "
                            + verdict.reasons());
        }
    }

    private Provenance proved(VerificationRule rule, ZoneFileRead read)
            throws ZoneFileRead.Refused {
        long now = clock.instant().getEpochSecond();
        Verdict verdict = new ZoneVerifier(rule).verify(read.version(), now);
        if (!verdict.isGood()) {
            throw new ZoneFileRead.Refused(
                    read.origin().path() + " does not verify: " + verdict.reasons());
        }
        return new Provenance(read.origin(), now, verdict.proof());
    }

    private static boolean isSameContent(Publication before, ZoneFileRead read) {
        if (read.version().serial() != before.serial()) {
            return false;
        }
        // Both SOAs are always in it; nothing else may be.
        try {
            ZoneDelta delta = ZoneDelta.between(before.version(), read.version());
            return delta.records() == 2 && sameSoa(before, read);
        } catch (ZoneException e) {
            return false;
        }
    }

    private static boolean sameSoa(Publication before, ZoneFileRead read) {
        return Arrays.equals(before.version().soaRdata(), read.version().soaRdata());
    }

    private static String notLater(ZoneFileRead read, long serial, long before) {
        String what =
                serial == before
                        ? "its content has changed and its serial, " + serial + ", has not"
                        : "its serial, "
                                + serial
                                + ", is earlier than the served one, "
                                + before
                                + " (RFC 1982)";
        return read.origin().path()
                + ": "
                + what
                + "; raise it and reload, or take it all the same with zoneseal zone reload --force"
                + " (secondaries will not notice)";
    }

    private Outcome said(
            ServedZone zone, ZoneFileRead read, @Nullable Publication before, long start) {
        Publication now = zone.published().current();
        long serial = now == null ? 0 : now.serial();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        LOG.log(
                Level.INFO,
                "zone.loaded zone="
                        + zone.apex()
                        + " serial="
                        + serial
                        + (before == null ? "" : " before=" + before.serial())
                        + " records="
                        + read.version().records()
                        + " file="
                        + read.origin().path()
                        + " ms="
                        + milliseconds);
        for (String note : read.notes()) {
            LOG.log(Level.WARNING, "zone.warning zone=" + zone.apex() + " " + note);
        }
        return new Outcome(
                true, "is loaded, serial " + serial + ", " + read.version().records() + " records");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
