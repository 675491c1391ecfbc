package org.zoneseal.server;

import java.net.InetSocketAddress;

/** What stands behind a {@link Listener}: sockets and threads. */
interface OpenListener {

    /** With the port that it really has. */
    InetSocketAddress address();

    void start();

    /** Takes nothing more. Does not wait, and leaves what has begun to its end. */
    void stop();

    /**
     * Waits until its threads have ended, and adds what they counted.
     *
     * @param until by {@link System#nanoTime}
     */
    void awaitEnd(long until, long[] counts);

    /** Adds what its threads have counted so far. */
    void addCounters(long[] sum);
}
