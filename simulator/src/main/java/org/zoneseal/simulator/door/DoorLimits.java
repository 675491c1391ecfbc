package org.zoneseal.simulator.door;

import java.time.Duration;

/**
 * What clients may ask of the door at most.
 *
 * @param connections open connections, of all peers together
 * @param connectionsPerPeer open connections of one user or one host, so that the others get in too
 * @param applications applications, those in their grace time included; half of them for one peer
 * @param frameBeforeLogin bytes of a frame before anybody has logged in to the application
 * @param frame bytes of a frame, and of an answer, afterwards
 * @param batch signatures in one batch
 * @param memory bytes that large frames and answers may take at one time, all clients together
 * @param handshake from the first moment to the end of the opening
 * @param frameTime from the first byte of a frame to its last, and for a client to take an answer
 * @param grace for which an application outlives its last connection
 */
public record DoorLimits(
        int connections,
        int connectionsPerPeer,
        int applications,
        int frameBeforeLogin,
        int frame,
        int batch,
        long memory,
        Duration handshake,
        Duration frameTime,
        Duration grace) {

    private static final int MIB = 1 << 20;

    public DoorLimits {
        if (connections < 1 || connectionsPerPeer < 1 || applications < 2 || batch < 1) {
            throw new IllegalArgumentException(
                    "the door's limits must let at least one connection and one signature through");
        }
        if (frameBeforeLogin < Receiver.BASE || frame < frameBeforeLogin || frame > 64 * MIB) {
            throw new IllegalArgumentException(
                    "a frame's limit is between %d bytes and 64 MiB, not smaller after a login"
                            .formatted(Receiver.BASE));
        }
    }

    /** Limits for a device that serves one host. */
    public static DoorLimits defaults() {
        return new DoorLimits(
                1280,
                1024,
                2048,
                MIB,
                16 * MIB,
                4096,
                Math.max(Runtime.getRuntime().maxMemory() / 4, 64L * MIB),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    public DoorLimits withConnections(int all, int perPeer) {
        return new DoorLimits(
                all,
                perPeer,
                applications,
                frameBeforeLogin,
                frame,
                batch,
                memory,
                handshake,
                frameTime,
                grace);
    }

    public DoorLimits withFrame(int beforeLogin, int afterwards) {
        return new DoorLimits(
                connections,
                connectionsPerPeer,
                applications,
                beforeLogin,
                afterwards,
                batch,
                memory,
                handshake,
                frameTime,
                grace);
    }

    public DoorLimits withGrace(Duration time) {
        return new DoorLimits(
                connections,
                connectionsPerPeer,
                applications,
                frameBeforeLogin,
                frame,
                batch,
                memory,
                handshake,
                frameTime,
                time);
    }

    public DoorLimits withMemory(long bytes) {
        return new DoorLimits(
                connections,
                connectionsPerPeer,
                applications,
                frameBeforeLogin,
                frame,
                batch,
                bytes,
                handshake,
                frameTime,
                grace);
    }
}
