package org.zoneseal.simulator.door;

import java.io.IOException;

/** A socket that is listened on. */
interface Entrance {

    /** Waits for the next one who wants to come in. */
    Arrival accept() throws IOException;

    boolean speaksRpc();

    /** As it was configured, for log lines. */
    String address();

    /** Takes nobody any more, and leaves nothing behind. */
    void close();
}
