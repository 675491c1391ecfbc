package org.zoneseal.simulator.door;

import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.token.Cryptoki;

/** What one application of a client works with: PKCS#11 and the native API, both its own. */
public record HsmApplication(Cryptoki cryptoki, NativeSession nativeSession) {

    /** Ends both. */
    void end() {
        try {
            cryptoki.end();
        } finally {
            nativeSession.close();
        }
    }
}
