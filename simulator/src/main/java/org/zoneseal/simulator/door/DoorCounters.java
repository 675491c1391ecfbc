package org.zoneseal.simulator.door;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What went through the door since it was opened. Safe for several threads. */
public final class DoorCounters {

    final AtomicInteger openConnections = new AtomicInteger();
    final AtomicInteger openApplications = new AtomicInteger();
    final LongAdder allConnections = new LongAdder();
    final LongAdder allApplications = new LongAdder();
    final LongAdder refusedConnections = new LongAdder();
    final LongAdder cutConnections = new LongAdder();
    final LongAdder allCalls = new LongAdder();

    DoorCounters() {}

    /** Connections that are open now. */
    public int connections() {
        return openConnections.get();
    }

    /** Applications that live now, those in their grace time included. */
    public int applications() {
        return openApplications.get();
    }

    public long connectionsEver() {
        return allConnections.sum();
    }

    public long applicationsEver() {
        return allApplications.sum();
    }

    /** Connections closed at once: too many of them, or a user who may not come in. */
    public long refused() {
        return refusedConnections.sum();
    }

    /** Connections closed because the client was too slow. */
    public long cut() {
        return cutConnections.sum();
    }

    public long calls() {
        return allCalls.sum();
    }
}
