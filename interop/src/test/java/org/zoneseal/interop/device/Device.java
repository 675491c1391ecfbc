package org.zoneseal.interop.device;

import java.nio.file.Path;
import java.util.Map;
import org.zoneseal.interop.Peer;

/**
 * A PKCS#11 token as a program of somebody else meets it: a module, what it needs in its
 * environment, and a label. PINs here are for tokens that live as long as a test.
 */
record Device(
        Door door,
        Path module,
        Map<String, String> environment,
        String label,
        String soPin,
        String pin) {

    /** A program in this token's environment. */
    Peer peer(String program) {
        return Peer.of(program).with(environment);
    }
}
