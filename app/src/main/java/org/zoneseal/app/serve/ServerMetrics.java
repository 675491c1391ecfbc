package org.zoneseal.app.serve;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.server.ServerCounters;
import org.zoneseal.transfer.NotifyCounters;
import org.zoneseal.transfer.TransferCounters;
import org.zoneseal.zones.Publication;

/** The figures of a running server, as Prometheus takes them. */
final class ServerMetrics {

    private static final double NANOS = 1e9;

    private final RunningServer server;

    ServerMetrics(RunningServer server) {
        this.server = server;
    }

    /** All of them as they are now. */
    String text() {
        Exposition out = new Exposition();
        queries(out, server.doors().counters());
        transfers(out, server.transfers().counters(), server.tally());
        notices(out, server.announcements().counters());
        zones(out);
        memory(out);
        return out.toString();
    }

    private static void queries(Exposition out, ServerCounters counters) {
        out.counter("zoneseal_queries_total", "Queries that were answered, by type.");
        counters.queries().forEach((type, count) -> out.sample("type", type(type), count));
        out.counter("zoneseal_responses_total", "Answers, by response code.");
        counters.responseCodes()
                .forEach((code, count) -> out.sample("rcode", ResponseCode.name(code), count));
        out.counter(
                "zoneseal_transport_queries_total", "Queries that were answered, by transport.");
        for (Map.Entry<Transport, Long> one : new TreeMap<>(counters.transports()).entrySet()) {
            out.sample("transport", word(one.getKey()), one.getValue());
        }
        out.counter("zoneseal_truncated_total", "Answers with TC.").sample(counters.truncated());
        out.counter("zoneseal_dropped_total", "Messages without an answer: rate limits, no room.")
                .sample(counters.dropped());
        out.counter("zoneseal_malformed_total", "Messages that were none.")
                .sample(counters.malformed());
        out.counter("zoneseal_failed_total", "Queries that failed by a mistake of this program.")
                .sample(counters.failed());
        out.counter("zoneseal_not_sent_total", "Answers that the system did not send.")
                .sample(counters.notSent());
        latency(out, counters.latency());
        connections(out, counters.connections());
    }

    private static String type(int number) {
        return number == ServerCounters.OTHER_TYPES ? "other" : RecordTypes.name(number);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void latency(Exposition out, ServerCounters.Latency latency) {
        out.histogram(
                "zoneseal_answer_seconds",
                "From a query's arrival in this program to its answer's departure.");
        long sum = 0;
        for (ServerCounters.Bucket bucket : latency.buckets()) {
            sum += bucket.count();
            String bound =
                    bucket.below() == Long.MAX_VALUE
                            ? "+Inf"
                            : Exposition.number(bucket.below() / NANOS);
            out.suffixed("_bucket", "le", bound, sum);
        }
        out.seconds("_sum", latency.totalNanoseconds() / NANOS);
        out.suffixed("_count", sum);
    }

    private static void connections(Exposition out, ServerCounters.Connections connections) {
        out.gauge("zoneseal_connections", "Open connections.")
                .sample("kind", "tcp", connections.open() - connections.openWithTls())
                .sample("kind", "tls", connections.openWithTls());
        out.counter("zoneseal_connections_total", "Connections, by what became of them.")
                .sample("outcome", "accepted", connections.accepted())
                .sample("outcome", "refused", connections.refused())
                .sample("outcome", "evicted", connections.evicted())
                .sample("outcome", "timed-out", connections.timedOut())
                .sample("outcome", "failed-handshake", connections.failedHandshakes());
    }

    private static void transfers(Exposition out, TransferCounters counters, TransferTally tally) {
        out.counter("zoneseal_transfers_out_total", "Transfers to others, by what became of them.")
                .sample("outcome", "axfr", counters.axfr())
                .sample("outcome", "ixfr", counters.ixfr())
                .sample("outcome", "up-to-date", counters.upToDate())
                .sample("outcome", "refused", counters.refused())
                .sample("outcome", "failed", counters.failed());
        out.counter("zoneseal_transfers_out_bytes_total", "Bytes of transfers to others.")
                .sample(counters.bytes());
        out.counter("zoneseal_transfers_in_total", "Transfers from primaries.")
                .sample("outcome", "taken", tally.good().sum())
                .sample("outcome", "failed", tally.failed().sum());
        out.counter("zoneseal_notifies_in_total", "NOTIFY messages that were accepted.")
                .sample(counters.notifies());
    }

    private static void notices(Exposition out, NotifyCounters counters) {
        out.counter("zoneseal_notifies_out_total", "NOTIFY messages to others.")
                .sample("outcome", "sent", counters.sent())
                .sample("outcome", "answered", counters.answered())
                .sample("outcome", "refused", counters.refused())
                .sample("outcome", "given-up", counters.givenUp());
    }

    private void zones(Exposition out) {
        out.gauge("zoneseal_zones", "Zones, by state.");
        Map<ServedZone.State, Integer> states = server.states();
        for (ServedZone.State state : ServedZone.State.values()) {
            out.sample("state", word(state), states.getOrDefault(state, 0));
        }
        long records = 0;
        long bytes = 0;
        for (ServedZone zone : server.serving().zones().values()) {
            Publication now = zone.published().current();
            if (now != null) {
                records += now.version().records();
                bytes += now.version().packedBytes();
            }
        }
        out.gauge("zoneseal_zone_records", "Records of all zones.").sample(records);
        out.gauge("zoneseal_zone_bytes", "Bytes of all zones, packed.").sample(bytes);
        out.gauge("zoneseal_store_stopped", "Whether the disk takes no more changes.")
                .sample(server.store().isStopped() ? 1 : 0);
    }

    private static void memory(Exposition out) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        out.gauge("zoneseal_jvm_memory_bytes", "Memory of the Java virtual machine.")
                .sample("kind", "heap-used", memory.getHeapMemoryUsage().getUsed())
                .sample("kind", "heap-committed", memory.getHeapMemoryUsage().getCommitted())
                .sample("kind", "other-committed", memory.getNonHeapMemoryUsage().getCommitted())
                .sample("kind", "direct", direct());
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
