package org.zoneseal.server;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.transfer.TransferHandler;

/**
 * A DNS server: sockets and threads around the query engine. For any number of threads.
 *
 * <p>UDP has lanes, platform threads that do nothing but receive, answer and send; connections have
 * virtual threads. All take what is answered from one supplier, once a batch, so a new version of a
 * zone or new settings of answering need nothing from here. What is listened at changes with {@link
 * #reconfigure}, as a whole or not at all.
 */
public final class DnsServer implements AutoCloseable {

    private static final long SWEEP_NANOS = 100_000_000;

    /** The first connection after a pause waits so much longer for its end. */
    private static final long QUIET_NANOS = 10 * SWEEP_NANOS;

    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);
    private static final Duration LANE_BOUND = Duration.ofSeconds(2);

    private final LaneSurroundings around;
    private final ConnectionTable table;
    private final DeskPool desks;
    private final Thread sweeper;
    private final ReentrantLock changing = new ReentrantLock();

    /** Of lanes that are no more. */
    private final long[] pastCounts = new long[LaneCounters.SIZE];

    private Map<Listener, OpenListener> opened = Map.of();
    private volatile ProxySources proxies;
    private volatile boolean stopped;

    private DnsServer(
            ServerSettings settings,
            Supplier<Answering> engines,
            Supplier<AnswerContext> context,
            TransferHandler transfers,
            Intake intake,
            InstantSource clock) {
        this.proxies = new ProxySources(settings.proxies());
        this.table = new ConnectionTable(settings.streams());
        int processors = Runtime.getRuntime().availableProcessors();
        this.desks = new DeskPool(Math.max(4, 2 * processors), engines);
        this.around =
                new LaneSurroundings(
                        engines, context, new HandOver(transfers, intake), () -> proxies, clock);
        this.sweeper = Thread.ofPlatform().name("connections").daemon().unstarted(this::sweep);
    }

    /**
     * Opens all listeners and begins to answer.
     *
     * @param context what is answered; asked once for each batch of queries, so it must be quick
     * @param transfers takes transfers, NOTIFY and what else is no query
     * @param intake takes UPDATE
     * @throws IOException if a listener cannot be opened; then none is
     */
    public static DnsServer start(
            ServerSettings settings,
            Supplier<AnswerContext> context,
            TransferHandler transfers,
            Intake intake,
            InstantSource clock)
            throws IOException {
        return start(settings, Answering::byEngine, context, transfers, intake, clock);
    }

    /** The same with other engines, for tests of what is around them. */
    static DnsServer start(
            ServerSettings settings,
            Supplier<Answering> engines,
            Supplier<AnswerContext> context,
            TransferHandler transfers,
            Intake intake,
            InstantSource clock)
            throws IOException {
        DnsServer server = new DnsServer(settings, engines, context, transfers, intake, clock);
        server.reconfigure(settings);
        server.sweeper.start();
        return server;
    }

    /** The listeners, in the order of the settings, with the ports that they really have. */
    public List<Listener> addresses() {
        changing.lock();
        try {
            return opened.entrySet().stream()
                    .map(entry -> entry.getKey().at(entry.getValue().address()))
                    .toList();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Listens as other settings say. Listeners that stay keep their sockets and connections; their
     * certificates are read again.
     *
     * @throws IOException if one cannot be opened or a file cannot be read; then nothing has
     *     changed
     */
    public void reconfigure(ServerSettings others) throws IOException {
        changing.lock();
        try {
            if (stopped) {
                throw new IllegalStateException("the server has been stopped");
            }
            ListenerChange change = new ListenerChange(opened, others, table, desks, around);
            long until = System.nanoTime() + LANE_BOUND.toNanos();
            change.prepare(until);
            proxies = new ProxySources(others.proxies());
            table.change(others.streams());
            opened = change.commit(until, pastCounts);
        } finally {
            changing.unlock();
        }
    }

    /** What the server has done since its start. */
    public ServerCounters counters() {
        long[] sum = new long[LaneCounters.SIZE];
        changing.lock();
        try {
            System.arraycopy(pastCounts, 0, sum, 0, sum.length);
            opened.values().forEach(one -> one.addCounters(sum));
        } finally {
            changing.unlock();
        }
        desks.addCounters(sum);
        return ServerCounters.of(sum, table.counters());
    }

    /**
     * Takes no more queries, lets those at hand and transfers come to their end, and ends all that
     * is left when the time is up.
     */
    public void stop(Duration bound) {
        changing.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            long until = System.nanoTime() + bound.toNanos();
            opened.values().forEach(OpenListener::stop);
            opened.values().forEach(one -> one.awaitEnd(until, pastCounts));
            opened = new LinkedHashMap<>();
            endConnections(until);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        stop(CLOSE_BOUND);
    }

    private void endConnections(long until) {
        table.endIdle();
        while (table.isBusy() && System.nanoTime() - until < 0 && !Thread.interrupted()) {
            LockSupport.parkNanos(SWEEP_NANOS / 10);
            table.endIdle();
        }
        table.connections().forEach(StreamConnection::evict);
    }

    private void sweep() {
        while (!stopped || table.isBusy()) {
            LockSupport.parkNanos(table.isBusy() ? SWEEP_NANOS : QUIET_NANOS);
            table.sweep(System.nanoTime());
        }
    }
}
