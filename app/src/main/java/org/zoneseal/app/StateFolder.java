package org.zoneseal.app;

import java.nio.file.Path;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.StoreSecret;

/**
 * Where keys and what is known of them stay between two runs.
 *
 * <pre>
 * keys/           a file for each zone: which keys, where, pinned by fingerprint
 * hsm/            the embedded HSM's key store, encrypted
 * server/         what zoneseal run serves: journals, and the socket it is spoken to at
 * device.secret   what opens it unattended
 * </pre>
 */
public record StateFolder(Path path) {

    /** {@code $ZONESEAL_STATE}, or a folder in the user's state folder (XDG). */
    public static StateFolder ofEnvironment() {
        String own = System.getenv("ZONESEAL_STATE");
        if (own != null && !own.isEmpty()) {
            return new StateFolder(Path.of(own));
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base =
                state == null || state.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return new StateFolder(base.resolve("zoneseal"));
    }

    /** Where {@code zoneseal run} keeps what it serves. */
    public Path server() {
        return path.resolve("server");
    }

    /** Where the embedded HSM's key store is. */
    public Path keyStore() {
        return path.resolve("hsm");
    }

    /** What opens it unattended. */
    public Path deviceSecret() {
        return path.resolve("device.secret");
    }

    /** Opens the embedded HSM; makes its key store if there is none. */
    public EmbeddedHsm openEmbeddedHsm(HeapKeys heapKeys) {
        Path store = keyStore();
        StoreSecret secret = new StoreSecret.DeviceFile(deviceSecret());
        return EmbeddedHsm.exists(store)
                ? EmbeddedHsm.open(store, secret, heapKeys)
                : EmbeddedHsm.create(store, secret, heapKeys);
    }
}
