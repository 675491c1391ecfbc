package org.zoneseal.simulator.door;

import java.io.IOException;

/** A connection that was accepted, before anything was read from it. */
interface Arrival {

    /** Who it counts for until more is known: a user, a host. */
    String origin();

    /**
     * Finds out who it is; for TLS, the handshake.
     *
     * @throws IOException if the transport fails or the peer may not come in
     */
    Visitor greet() throws IOException;

    /** Closes it at once, whatever another thread does with it. */
    void close();
}
