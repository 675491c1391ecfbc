package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A door on a socket in a temporary folder, with notebooks behind it. */
final class OpenDoor implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final long GLANCE = 100_000;

    private final Notebooks notebooks = new Notebooks();
    private final Path path;
    private final DoorLimits limits;
    private final HsmServer server;

    OpenDoor(Path folder, DoorLimits limits, InstantSource clock) throws IOException {
        this.limits = limits;
        this.path = folder.resolve("hsm.socket");
        this.server =
                new HsmServer(
                        notebooks,
                        List.of(Listener.Unix.at(path)),
                        limits,
                        clock,
                        new SecureRandom());
        CountDownLatch ready = new CountDownLatch(1);
        server.start(ready::countDown);
        if (ready.getCount() != 0) {
            throw new IOException("not ready");
        }
    }

    static OpenDoor in(Path folder) throws IOException {
        return new OpenDoor(folder, DoorLimits.defaults(), InstantSource.system());
    }

    Path path() {
        return path;
    }

    DoorLimits limits() {
        return limits;
    }

    Notebooks notebooks() {
        return notebooks;
    }

    HsmServer server() {
        return server;
    }

    /** Waits for something that another thread does, within a bound. */
    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it did not happen within " + BOUND);
            }
            LockSupport.parkNanos(GLANCE);
        }
    }

    @Override
    public void close() {
        try {
            server.stop(BOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
