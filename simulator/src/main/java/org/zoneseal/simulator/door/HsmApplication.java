package org.zoneseal.simulator.door;

import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.token.Cryptoki;

/** What one application of a client works with: PKCS#11 and the native API, both its own. */
public record HsmApplication(Cryptoki cryptoki, NativeSession nativeSession) {

    /**
     * Ends both by the client's own word: its sessions close first, which revokes its resume
     * secrets. An application that only lost its connections, or its daemon, may come back with
     * one.
     */
    void farewell() {
        try {
            cryptoki.slots(true).forEach(cryptoki::closeAllSessions);
        } finally {
            end();
        }
    }

    /** Ends both. */
    void end() {
        try {
            cryptoki.end();
        } finally {
            nativeSession.close();
        }
    }
}
