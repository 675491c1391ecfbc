package org.zoneseal.simulator.door;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The open connections: how many, whose, and how they end. Safe for several threads. */
final class Guestbook {

    /** Enough for nested templates and the providers' deepest calls. */
    private static final long STACK = 512 * 1024;

    private final Hall hall;
    private final DoorCounters counters;
    private final InstantSource clock;
    private final Memory memory;
    private final Set<Connection> open = new LinkedHashSet<>();
    private final Map<String, Integer> perOrigin = new HashMap<>();
    private boolean isClosed;

    Guestbook(Hall hall, DoorCounters counters, InstantSource clock) {
        this.hall = hall;
        this.counters = counters;
        this.clock = clock;
        this.memory = new Memory(hall.limits().memory());
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Serves a connection on a thread of its own, or closes it if there are too many. */
    void welcome(Arrival arrival, boolean speaksRpc) {
        Connection connection = new Connection(arrival, hall, memory, counters, clock, speaksRpc);
        if (!enter(connection)) {
            counters.refusedConnections.increment();
            hall.complaints()
                    .about("hsm.connection-refused", arrival.origin(), "too many connections");
            arrival.close();
            return;
        }
        try {
            Thread.ofPlatform()
                    .name("zoneseal-hsm-" + arrival.origin())
                    .daemon()
                    .stackSize(STACK)
                    .start(() -> serve(connection));
        } catch (RuntimeException | OutOfMemoryError noThread) {
            leave(connection);
            arrival.close();
            throw noThread;
        }
    }

    private void serve(Connection connection) {
        try {
            connection.run();
        } finally {
            leave(connection);
        }
    }

    private synchronized boolean enter(Connection connection) {
        int mine = perOrigin.getOrDefault(connection.origin(), 0);
        if (isClosed
                || open.size() >= roomFor(mine)
                || mine >= hall.limits().connectionsPerPeer()) {
            return false;
        }
        open.add(connection);
        perOrigin.put(connection.origin(), mine + 1);
        counters.openConnections.incrementAndGet();
        counters.allConnections.increment();
        return true;
    }

    /** The last sixteenth is for peers that have none yet. */
    private int roomFor(int mine) {
        int all = hall.limits().connections();
        return mine == 0 ? all : all - all / 16;
    }

    private synchronized void leave(Connection connection) {
        open.remove(connection);
        perOrigin.merge(connection.origin(), -1, (a, b) -> a + b == 0 ? null : a + b);
        counters.openConnections.decrementAndGet();
        notifyAll();
    }

    void complain(String event, String where, Throwable cause) {
        hall.complaints().about(event, where, String.valueOf(cause.getMessage()));
    }

    void cutSlow(long now) {
        connections().forEach(connection -> connection.cutIfSlow(now));
    }

    /** Takes nobody in any more. */
    synchronized void close() {
        isClosed = true;
    }

    /** Takes no more requests from those who are in. */
    void finish() {
        connections().forEach(Connection::finish);
    }

    void abort() {
        connections().forEach(Connection::abort);
    }

    /** Waits until everybody has gone; false if the time is over before. */
    synchronized boolean await(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (!open.isEmpty()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(left / 1_000_000, 1));
        }
        return true;
    }

    private synchronized List<Connection> connections() {
        return List.copyOf(open);
    }
}
