package org.zoneseal.server;

import java.net.InetSocketAddress;

/** One thread and one socket that answer datagrams. */
interface DatagramLane {

    /** With the port that the socket really has. */
    InetSocketAddress address();

    /** Whether other lanes can have the same address. */
    boolean isShareable();

    LaneCounters counters();

    /** Begins to answer. */
    void start();

    /** Takes nothing more; what was received is still answered. Does not wait. */
    void stop();

    /** Waits until the thread has ended; whether it has, within the time. */
    boolean awaitEnd(long nanoseconds) throws InterruptedException;
}
