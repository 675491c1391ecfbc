package org.zoneseal.app.serve;

import java.time.Duration;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.transfer.TransferLimits;

/** What clients and other servers may use up at most. */
record Limits(
        int connections,
        int connectionsPerNetwork,
        int tlsConnections,
        Duration idle,
        int transfersOut,
        int transfersOutPerClient,
        int transfersIn,
        int loads,
        Duration readyWithin) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    static Limits read(Section section) {
        int all = section.number("tcp-connections", 1, 1_000_000, 4096);
        Limits limits =
                new Limits(
                        all,
                        section.number(
                                "tcp-connections-per-network", 1, 1_000_000, Math.min(512, all)),
                        section.number("tls-connections", 1, 1_000_000, Math.min(1024, all)),
                        section.duration(
                                "tcp-idle", SECOND, Duration.ofHours(1), Duration.ofSeconds(30)),
                        section.number("transfers-out", 1, 10_000, 64),
                        section.number("transfers-out-per-client", 1, 10_000, 8),
                        section.number("transfers-in", 1, 10_000, 16),
                        section.number("loads", 1, 1024, defaultLoads()),
                        section.duration(
                                "ready-within",
                                Duration.ZERO,
                                Duration.ofHours(1),
                                Duration.ofMinutes(1)));
        if (limits.connectionsPerNetwork > all) {
            section.problem("tcp-connections-per-network", "must not be more than tcp-connections");
        }
        if (limits.tlsConnections > all) {
            section.problem("tls-connections", "must not be more than tcp-connections");
        }
        section.end();
        return limits;
    }

    TransferLimits outgoing() {
        return new TransferLimits(
                transfersOut,
                transfersOutPerClient,
                TransferLimits.DEFAULT.bytesPerSecond(),
                TransferLimits.DEFAULT.grace());
    }

    private static int defaultLoads() {
        return Math.min(4, Runtime.getRuntime().availableProcessors());
    }
}
