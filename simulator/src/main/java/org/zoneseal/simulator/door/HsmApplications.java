package org.zoneseal.simulator.door;

import org.zoneseal.simulator.device.Peer;

/** Begins applications: the device and its token behind the door. Safe for several threads. */
@FunctionalInterface
public interface HsmApplications {

    /**
     * Begins an application.
     *
     * @throws org.zoneseal.simulator.device.CryptokiException if the device takes none
     */
    HsmApplication begin(Peer peer);
}
