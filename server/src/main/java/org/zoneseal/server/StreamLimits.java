package org.zoneseal.server;

import java.time.Duration;

/**
 * What clients may ask for over connections, at most.
 *
 * @param connections open at a time, over all listeners; when they are used up, a new one takes the
 *     place of the one that has been useless for longest
 * @param connectionsPerPrefix of these, from one IPv4 /24 or IPv6 /56
 * @param tlsSessions of these, with TLS: they take more memory
 * @param inFlight transfers and other long work that one connection may have going on; a further
 *     one waits, and everything behind it
 * @param memory bytes that long queries, and answers that nobody takes, may occupy together
 * @param handshake for a TLS handshake and a proxy's header
 * @param idle for which a connection may lie unused; less when many are open, down to a tenth
 * @param message from the first byte of a query to its last
 * @param write for a client to take what it asked for
 */
public record StreamLimits(
        int connections,
        int connectionsPerPrefix,
        int tlsSessions,
        int inFlight,
        long memory,
        Duration handshake,
        Duration idle,
        Duration message,
        Duration write) {

    private static final long MIN_MEMORY = 1 << 20;

    /** 4096 connections, 512 to a prefix, 1024 with TLS; 30 s idle, 5 s for all else. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(
                    4096,
                    512,
                    1024,
                    8,
                    64L << 20,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

    public StreamLimits {
        if (connections < 1 || connectionsPerPrefix < 1 || tlsSessions < 1 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "the limits must let at least one connection and one transfer through");
        }
        if (memory < MIN_MEMORY) {
            throw new IllegalArgumentException(
                    "connections need at least " + MIN_MEMORY + " bytes for long messages");
        }
        for (Duration time : new Duration[] {handshake, idle, message, write}) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a time limit of " + time);
            }
        }
    }

    public StreamLimits withConnections(int all, int perPrefix, int withTls) {
        return new StreamLimits(
                all, perPrefix, withTls, inFlight, memory, handshake, idle, message, write);
    }

    public StreamLimits withMemory(long bytes) {
        return new StreamLimits(
                connections,
                connectionsPerPrefix,
                tlsSessions,
                inFlight,
                bytes,
                handshake,
                idle,
                message,
                write);
    }

    public StreamLimits withIdle(Duration time) {
        return new StreamLimits(
                connections,
                connectionsPerPrefix,
                tlsSessions,
                inFlight,
                memory,
                handshake,
                time,
                message,
                write);
    }

    /** Other bounds on a handshake, on the bytes of one query and on a write. */
    public StreamLimits withTimes(Duration forHandshake, Duration forMessage, Duration forWrite) {
        return new StreamLimits(
                connections,
                connectionsPerPrefix,
                tlsSessions,
                inFlight,
                memory,
                forHandshake,
                idle,
                forMessage,
                forWrite);
    }
}
