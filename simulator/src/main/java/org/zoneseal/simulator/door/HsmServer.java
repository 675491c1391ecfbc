package org.zoneseal.simulator.door;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The door of the software HSM: listens, lets programs in, and answers their calls.
 *
 * <p>Each connection has a thread of its own ({@link Connection}); its first byte chooses between
 * our protocol and p11-kit's. Both end in the same {@code Cryptoki}. Two timers cut connections
 * that are too slow and end applications whose connections have gone.
 */
public final class HsmServer {

    private static final System.Logger LOG = System.getLogger(HsmServer.class.getName());
    private static final long TICK = 500;
    private static final int INSTANCE_LENGTH = 16;

    private final DoorCounters counters = new DoorCounters();
    private final List<Listener> listeners;
    private final InstantSource clock;
    private final ApplicationTable applications;
    private final Guestbook guestbook;
    private final List<Entrance> entrances = new ArrayList<>();
    private final List<Thread> porters = new ArrayList<>();
    private final ScheduledExecutorService timers =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("zoneseal-hsm-timer-", 0).daemon().factory());

    public HsmServer(
            HsmApplications source,
            List<Listener> listeners,
            DoorLimits limits,
            InstantSource clock,
            SecureRandom random) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        this.applications = new ApplicationTable(source, limits, clock, random, counters);
        byte[] instance = new byte[INSTANCE_LENGTH];
        random.nextBytes(instance);
        this.guestbook =
                new Guestbook(
                        new Hall(applications, limits, instance, new Complaints(clock)),
                        counters,
                        clock);
    }

    /**
     * Binds all sockets and begins to serve; {@code ready} runs when clients can connect.
     *
     * @throws IOException if a socket cannot be bound; none is left bound then
     */
    public void start(Runnable ready) throws IOException {
        try {
            for (Listener listener : listeners) {
                entrances.add(open(listener));
            }
        } catch (IOException | RuntimeException e) {
            entrances.forEach(Entrance::close);
            throw e;
        }
        for (Entrance entrance : entrances) {
            Porter porter = new Porter(entrance, guestbook);
            porters.add(Thread.ofPlatform().name("zoneseal-hsm-door").daemon().start(porter));
        }
        every(() -> guestbook.cutSlow(clock.millis()));
        every(applications::sweep);
        ready.run();
    }

    private static Entrance open(Listener listener) throws IOException {
        return switch (listener) {
            case Listener.Unix unix -> UnixEntrance.open(unix);
            case Listener.Tls tls -> TlsEntrance.open(tls);
        };
    }

    private void every(Runnable task) {
        var _ =
                timers.scheduleWithFixedDelay(
                        () -> guarded(task), TICK, TICK, TimeUnit.MILLISECONDS);
    }

    /** A timer's task that throws is never run again; this one is. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Refusal.of(e);
        }
    }

    /** Where clients can connect, as {@code unix:PATH} or {@code tls:HOST:PORT}. */
    public List<String> addresses() {
        return entrances.stream().map(Entrance::address).toList();
    }

    public DoorCounters counters() {
        return counters;
    }

    /**
     * Stops: takes nobody in, lets calls under way end for half of the bound, then closes every
     * connection, and ends all applications.
     *
     * @return whether everything has ended within the bound
     */
    public boolean stop(Duration bound) throws InterruptedException {
        long until = System.nanoTime() + bound.toNanos();
        guestbook.close();
        entrances.forEach(Entrance::close);
        timers.shutdownNow();
        guestbook.finish();
        guestbook.await(bound.dividedBy(2));
        guestbook.abort();
        Thread ender = Thread.ofPlatform().daemon().start(applications::endAll);
        boolean allGone = guestbook.await(left(until));
        ender.join(left(until).plusMillis(1));
        for (Thread porter : porters) {
            porter.join(left(until).plusMillis(1));
        }
        boolean inTime = allGone && !ender.isAlive();
        LOG.log(Level.INFO, "hsm.door-closed in-time=" + inTime);
        return inTime;
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(until - System.nanoTime(), 0));
    }
}
