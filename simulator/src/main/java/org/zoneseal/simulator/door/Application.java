package org.zoneseal.simulator.door;

import java.security.MessageDigest;
import org.zoneseal.simulator.device.Peer;

/**
 * One application of a client: what its connections share. Guarded by its {@link ApplicationTable}.
 *
 * <p>Of the secret only a hash is kept, so that a look into memory attaches nobody.
 */
final class Application {

    private final ApplicationId id;
    private final byte[] secretHash;
    private final Peer peer;
    private final HsmApplication inside;

    private int connections = 1;
    private long emptySince;
    private volatile boolean hasLoggedIn;
    private volatile boolean hasEnded;

    Application(ApplicationId id, byte[] secretHash, Peer peer, HsmApplication inside) {
        this.id = id;
        this.secretHash = secretHash;
        this.peer = peer;
        this.inside = inside;
    }

    ApplicationId id() {
        return id;
    }

    Peer peer() {
        return peer;
    }

    HsmApplication inside() {
        return inside;
    }

    /** Somebody has logged in, so larger frames are taken from now on. */
    void loggedIn() {
        hasLoggedIn = true;
    }

    boolean hasLoggedIn() {
        return hasLoggedIn;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    void ended() {
        hasEnded = true;
    }

    boolean isSecret(byte[] hash) {
        return MessageDigest.isEqual(secretHash, hash);
    }

    /** The same user or certificate, whatever the program calls itself. */
    boolean isOf(Visitor visitor) {
        return peer.transport().equals(visitor.transport())
                && peer.identity().equals(visitor.identity());
    }

    void join() {
        connections++;
    }

    void leave(long now) {
        connections--;
        emptySince = now;
    }

    boolean isEmpty() {
        return connections == 0;
    }

    long emptySince() {
        return emptySince;
    }
}
