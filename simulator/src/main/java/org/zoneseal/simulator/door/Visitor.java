package org.zoneseal.simulator.door;

import org.zoneseal.simulator.device.Peer;

/**
 * Who came in, once the transport knows.
 *
 * @param identity who the system says it is
 */
record Visitor(Pipe pipe, String transport, String identity) {

    Peer peer(String program) {
        return new Peer(transport, identity, program);
    }
}
