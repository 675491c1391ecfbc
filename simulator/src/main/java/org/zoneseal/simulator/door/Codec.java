package org.zoneseal.simulator.door;

import java.io.IOException;

/** One of the two protocols, on one connection. */
interface Codec {

    /** Answers requests until the client goes or must go. */
    void serve() throws IOException;

    /** The connection has ended, whatever the reason. */
    void leave();
}
