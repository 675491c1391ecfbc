package org.zoneseal.simulator.door;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection on its own thread, from the handshake to its end.
 *
 * <p>A platform thread that blocks in the system's read has the shortest way from a request to its
 * answer: one wake-up, one read, one write. There are at most as many as the door's limit.
 */
final class Connection implements Runnable {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Arrival arrival;
    private final Hall hall;
    private final Memory memory;
    private final DoorCounters counters;
    private final Patience patience;
    private final boolean speaksRpc;
    private volatile @Nullable Pipe pipe;
    private volatile boolean isEnding;

    Connection(
            Arrival arrival,
            Hall hall,
            Memory memory,
            DoorCounters counters,
            InstantSource clock,
            boolean speaksRpc) {
        this.arrival = arrival;
        this.hall = hall;
        this.memory = memory;
        this.counters = counters;
        this.patience = new Patience(clock);
        this.speaksRpc = speaksRpc;
        patience.endsIn(hall.limits().handshake());
    }

    String origin() {
        return arrival.origin();
    }

    @Override
    public void run() {
        try {
            Visitor visitor = arrival.greet();
            pipe = visitor.pipe();
            if (isEnding) {
                return;
            }
            serve(visitor);
        } catch (TurnedAwayException e) {
            counters.refusedConnections.increment();
            hall.complaints()
                    .about("hsm.connection-refused", origin(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    "hsm.connection-lost origin="
                            + origin()
                            + " reason=\""
                            + e.getMessage()
                            + "\"");
        } catch (RuntimeException e) {
            Refusal.of(e);
        } finally {
            arrival.close();
        }
    }

    private void serve(Visitor visitor) throws IOException {
        Line line = new Line(visitor.pipe(), patience, hall.limits(), memory, counters);
        try {
            if (line.receiver().awaitFrame()) {
                serve(visitor, line);
            }
        } finally {
            line.release();
        }
    }

    private void serve(Visitor visitor, Line line) throws IOException {
        int first = line.receiver().array()[line.receiver().start()];
        if (first == WireCodec.FIRST_BYTE) {
            serve(new WireCodec(line, visitor, hall));
        } else if (speaksRpc && first >= 0 && first <= RpcCodec.LARGEST_FIRST_BYTE) {
            serve(new RpcCodec(line, visitor, hall));
        } else {
            hall.complaints()
                    .about("hsm.connection-refused", origin(), "it does not speak our protocol");
        }
    }

    private static void serve(Codec codec) throws IOException {
        try {
            codec.serve();
        } finally {
            codec.leave();
        }
    }

    /** Closes the connection if its client has kept us waiting for too long. */
    void cutIfSlow(long now) {
        if (patience.isOver(now)) {
            patience.lift();
            counters.cutConnections.increment();
            hall.complaints().about("hsm.connection-cut", origin(), "too slow to send or to take");
            arrival.close();
        }
    }

    /** Takes no more requests; the answer under way still goes out. */
    void finish() {
        isEnding = true;
        Pipe open = pipe;
        if (open == null) {
            arrival.close();
        } else {
            open.endInput();
        }
    }

    void abort() {
        arrival.close();
    }
}
