package org.zoneseal.server;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.zoneseal.answer.Transport;
import org.zoneseal.server.LaneCounters.Single;

/**
 * What a server has done since its start; immutable.
 *
 * @param queries messages that were answered, by the query type's number; -1 stands for all types
 *     from 512 on
 * @param responseCodes answers by their code, extended codes (RFC 6891) included
 * @param transports answers by how the query came
 * @param handedOver transfers, NOTIFY, UPDATE and what else is no query
 * @param truncated answers with TC
 * @param malformed what was too short, too long or not with the header of its proxy
 * @param dropped what got no answer: responses, port 0, rate limits, no room
 * @param failed queries that answering failed for, which is a mistake in this program
 * @param notSent answers that the system did not send
 * @param latency from a query's arrival in this program until its answer is sent; for connections,
 *     until it is written down, because the client decides how long sending takes
 * @param connections of TCP and TLS
 */
public record ServerCounters(
        SortedMap<Integer, Long> queries,
        SortedMap<Integer, Long> responseCodes,
        Map<Transport, Long> transports,
        long handedOver,
        long truncated,
        long malformed,
        long dropped,
        long failed,
        long notSent,
        Latency latency,
        Connections connections) {

    /** Types from 512 on, in {@link #queries}. */
    public static final int OTHER_TYPES = -1;

    /**
     * How long answers took.
     *
     * @param buckets from the shortest to the longest, the last one without a bound
     * @param totalNanoseconds of all answers together
     */
    public record Latency(List<Bucket> buckets, long totalNanoseconds) {

        public Latency {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * Answers that took less than a time, and not less than the bucket before it.
     *
     * @param below in nanoseconds; {@code Long.MAX_VALUE} in the last bucket
     */
    public record Bucket(long below, long count) {}

    /**
     * Connections.
     *
     * @param open now
     * @param openWithTls of these
     * @param accepted since the start
     * @param refused at once: too many from one prefix, or none could give way
     * @param evicted to make room for new ones
     * @param timedOut idle, slow to ask or slow to take
     * @param failedHandshakes TLS handshakes and proxy headers that failed
     */
    public record Connections(
            int open,
            int openWithTls,
            long accepted,
            long refused,
            long evicted,
            long timedOut,
            long failedHandshakes) {}

    static ServerCounters of(long[] sum, Connections connections) {
        TreeMap<Integer, Long> types = new TreeMap<>();
        for (int type = 0; type < LaneCounters.TYPES; type++) {
            putIfAny(types, type, sum[type]);
        }
        putIfAny(types, OTHER_TYPES, sum[LaneCounters.OTHER_TYPE]);
        TreeMap<Integer, Long> codes = new TreeMap<>();
        for (int code = 0; code < LaneCounters.CODES; code++) {
            putIfAny(codes, code, LaneCounters.code(sum, code));
        }
        EnumMap<Transport, Long> transports = new EnumMap<>(Transport.class);
        transports.put(Transport.UDP, LaneCounters.single(sum, Single.UDP));
        transports.put(Transport.TCP, LaneCounters.single(sum, Single.TCP));
        transports.put(Transport.TLS, LaneCounters.single(sum, Single.TLS));
        return new ServerCounters(
                types,
                codes,
                Map.copyOf(transports),
                LaneCounters.single(sum, Single.HANDED_OVER),
                LaneCounters.single(sum, Single.TRUNCATED),
                LaneCounters.single(sum, Single.MALFORMED),
                LaneCounters.single(sum, Single.DROPPED),
                LaneCounters.single(sum, Single.FAILED),
                LaneCounters.single(sum, Single.NOT_SENT),
                latency(sum),
                connections);
    }

    private static Latency latency(long[] sum) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < LaneCounters.BUCKETS; i++) {
            long below = i == LaneCounters.BUCKETS - 1 ? Long.MAX_VALUE : 1024L << i;
            buckets.add(new Bucket(below, LaneCounters.bucket(sum, i)));
        }
        return new Latency(buckets, LaneCounters.single(sum, Single.LATENCY_SUM));
    }

    private static void putIfAny(Map<Integer, Long> map, int key, long count) {
        if (count > 0) {
            map.put(key, count);
        }
    }
}
