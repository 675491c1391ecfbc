package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * All connections of a server, and which of them must go.
 *
 * <p>Whether a client is idle on purpose, slow or hostile cannot be told; but what it costs can be
 * bounded, and who is of use can be told from who is not (RFC 7766 §6.1 and §10). So there is a
 * bound on all connections and one on those from the same network; whoever comes when all places
 * are taken gets the place of the connection that has been of no use for longest, where use is a
 * whole query or an answer that was taken. And the time that a connection may lie idle shrinks as
 * places get rare, from half of them on.
 *
 * <p>Nothing has a timer of its own: each connection says until when it may stay as it is, and
 * {@link #sweep} looks at all of them several times a second.
 */
final class ConnectionTable {

    private static final SeldomLog LOG = new SeldomLog(ConnectionTable.class);

    /** Of those that wait to be evicted, so many are found at a time. */
    private static final int EVICTION_BATCH = 64;

    private static final int SHORTEST_IDLE_SHARE = 10;

    private final Set<StreamConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<ClientPrefix, Integer> prefixes = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicInteger tlsPlaces = new AtomicInteger();
    private final ByteBudget memory;
    private final ReentrantLock evictionLock = new ReentrantLock();
    private final Deque<Candidate> candidates = new ArrayDeque<>();

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();

    private volatile StreamLimits limits;

    private record Candidate(StreamConnection connection, long usefulAt) {}

    ConnectionTable(StreamLimits limits) {
        this.limits = limits;
        this.memory = new ByteBudget(limits.memory());
    }

    StreamLimits limits() {
        return limits;
    }

    ByteBudget memory() {
        return memory;
    }

    void change(StreamLimits others) {
        memory.change(others.memory() - limits.memory());
        limits = others;
    }

    /** Finds a place for a connection, if need be another's; whether there is one. */
    boolean enter(StreamConnection connection) {
        accepted.increment();
        if (!connection.enterPrefix()) {
            return false;
        }
        if (!takePlace(places, limits.connections(), _ -> true)) {
            connection.leavePrefix();
            refused.increment();
            return false;
        }
        open.add(connection);
        return true;
    }

    /** The same for a TLS session of a connection that has entered. */
    boolean enterTls() {
        return takePlace(tlsPlaces, limits.tlsSessions(), StreamConnection::isTls);
    }

    private boolean takePlace(AtomicInteger taken, int most, Predicate<StreamConnection> kind) {
        if (taken.incrementAndGet() <= most) {
            return true;
        }
        if (evict(kind)) {
            // The evicted one's thread gives its place back; until then there is one too many.
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    void leaveTls() {
        tlsPlaces.decrementAndGet();
    }

    /** Counts a connection for its client's network; false if that has its share already. */
    boolean enterPrefix(ClientPrefix prefix) {
        int most = limits.connectionsPerPrefix();
        boolean[] entered = new boolean[1];
        prefixes.compute(
                prefix,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    entered[0] = now < most;
                    return entered[0] ? now + 1 : now;
                });
        if (!entered[0]) {
            refused.increment();
        }
        return entered[0];
    }

    void leavePrefix(ClientPrefix prefix) {
        prefixes.computeIfPresent(prefix, (_, count) -> count <= 1 ? null : count - 1);
    }

    void leave(StreamConnection connection) {
        if (open.remove(connection)) {
            places.decrementAndGet();
        }
    }

    void handshakeFailed() {
        failedHandshakes.increment();
    }

    private boolean evict(Predicate<StreamConnection> kind) {
        evictionLock.lock();
        try {
            if (evictCandidate(kind)) {
                return true;
            }
            candidates.clear();
            open.stream()
                    .filter(kind)
                    .filter(StreamConnection::mayBeEvicted)
                    .map(connection -> new Candidate(connection, connection.usefulAt()))
                    .sorted(Comparator.comparingLong(Candidate::usefulAt))
                    .limit(EVICTION_BATCH)
                    .forEach(candidates::add);
            return evictCandidate(kind);
        } finally {
            evictionLock.unlock();
        }
    }

    private boolean evictCandidate(Predicate<StreamConnection> kind) {
        for (Candidate next = candidates.poll(); next != null; next = candidates.poll()) {
            StreamConnection connection = next.connection();
            if (kind.test(connection)
                    && connection.usefulAt() == next.usefulAt()
                    && connection.mayBeEvicted()
                    && connection.evict()) {
                evicted.increment();
                return true;
            }
        }
        return false;
    }

    /** Lets the memory of the answer that has waited for longest to be taken be given back. */
    boolean evictSlowestReader() {
        StreamConnection slowest =
                open.stream()
                        .filter(StreamConnection::isWriting)
                        .min(Comparator.comparingLong(StreamConnection::writeBy))
                        .orElse(null);
        if (slowest == null || !slowest.evict()) {
            return false;
        }
        evicted.increment();
        return true;
    }

    /** How long a connection may lie idle as things are. */
    long idleNanos() {
        StreamLimits now = limits;
        long most = now.idle().toNanos();
        long half = now.connections() / 2;
        long beyond = Math.clamp(places.get() - half, 0, Math.max(half, 1));
        long rest = Math.max(half, 1) - beyond;
        return Math.max(most * rest / Math.max(half, 1), most / SHORTEST_IDLE_SHARE);
    }

    /** Ends what has stayed for too long. Whatever goes wrong, it is logged and not thrown. */
    void sweep(long nowNanos) {
        try {
            sweepAll(nowNanos);
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "looking for connections that must end failed", e);
        }
    }

    private void sweepAll(long nowNanos) {
        long idle = idleNanos();
        for (StreamConnection connection : open) {
            try {
                if (connection.endIfOverdue(nowNanos, idle)) {
                    timedOut.increment();
                }
            } catch (RuntimeException | Error e) {
                LOG.log(ERROR, "ending a connection failed", e);
            }
        }
    }

    boolean isBusy() {
        return !open.isEmpty();
    }

    /** Ends all connections on which nothing is going on. */
    void endIdle() {
        for (StreamConnection connection : open) {
            if (connection.isIdle()) {
                boolean _ = connection.endPolitely();
            }
        }
    }

    List<StreamConnection> connections() {
        return List.copyOf(open);
    }

    ServerCounters.Connections counters() {
        return new ServerCounters.Connections(
                places.get(),
                tlsPlaces.get(),
                accepted.sum(),
                refused.sum(),
                evicted.sum(),
                timedOut.sum(),
                failedHandshakes.sum());
    }
}
