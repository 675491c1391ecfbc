package org.zoneseal.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of what is listened at: first all that can fail, then all that cannot; mutable, used
 * once.
 */
final class ListenerChange {

    private final Map<Listener, OpenListener> before;
    private final ServerSettings next;
    private final ConnectionTable table;
    private final DeskPool desks;
    private final LaneSurroundings around;

    private final Map<Listener, OpenListener> after = new LinkedHashMap<>();
    private final Map<Listener, OpenListener> added = new LinkedHashMap<>();
    private final Map<DatagramListener, Integer> grown = new LinkedHashMap<>();
    private final Map<StreamListener, TlsContext> certificates = new LinkedHashMap<>();

    ListenerChange(
            Map<Listener, OpenListener> before,
            ServerSettings next,
            ConnectionTable table,
            DeskPool desks,
            LaneSurroundings around) {
        this.before = before;
        this.next = next;
        this.table = table;
        this.desks = desks;
        this.around = around;
    }

    /**
     * Opens what is new and reads certificates.
     *
     * @param until when waiting for the end of lanes is given up
     * @throws IOException if something fails; then all is as it was
     */
    void prepare(long until) throws IOException {
        try {
            for (Listener listener : next.listeners()) {
                OpenListener known = opened(listener);
                if (known == null) {
                    OpenListener made = open(listener);
                    added.put(listener, made);
                    after.put(listener, made);
                } else {
                    prepare(listener, known);
                    after.put(listener, known);
                }
            }
        } catch (IOException | RuntimeException e) {
            undo(until);
            throw e;
        }
    }

    private @Nullable OpenListener opened(Listener listener) {
        return before.entrySet().stream()
                .filter(entry -> entry.getKey().isSameSocketAs(listener))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void prepare(Listener listener, OpenListener known) throws IOException {
        if (known instanceof DatagramListener datagrams) {
            grown.put(datagrams, datagrams.size());
            datagrams.grow(next.lanes());
        }
        if (known instanceof StreamListener stream && listener instanceof Listener.Tls tls) {
            certificates.put(stream, TlsContext.of(tls.files()));
        }
    }

    private OpenListener open(Listener listener) throws IOException {
        InetSocketAddress at = listener.address();
        try {
            return switch (listener) {
                case Listener.Udp _ ->
                        new DatagramListener(at, next.lanes(), next.datagrams(), around);
                case Listener.Tcp _ ->
                        new StreamListener(at, null, joinsOwn(listener), table, desks, around);
                case Listener.Tls tls ->
                        new StreamListener(
                                at,
                                TlsContext.of(tls.files()),
                                joinsOwn(listener),
                                table,
                                desks,
                                around);
            };
        } catch (IOException e) {
            throw new IOException(describe(listener) + ": " + e.getMessage(), e);
        }
    }

    // Java's wildcard sockets of IPv6 take the port of IPv4 too, so these two meet.
    private boolean joinsOwn(Listener listener) {
        InetAddress host = listener.address().getAddress();
        return host.isAnyLocalAddress()
                && (has(before, listener, host) || has(added, listener, host));
    }

    // Which of the two gets an IPv4 client is then up to the system.
    private void shareIpv4(Listener listener, OpenListener open) {
        InetAddress host = listener.address().getAddress();
        if (open instanceof StreamListener stream && host instanceof Inet6Address) {
            stream.acceptIpv4(host.isAnyLocalAddress() && has(after, listener, host));
        }
    }

    private static boolean has(
            Map<Listener, OpenListener> those, Listener listener, InetAddress host) {
        return those.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof StreamListener)
                .map(entry -> entry.getValue().address())
                .anyMatch(other ->
                        other.getPort() == listener.address().getPort()
                                && other.getAddress().isAnyLocalAddress()
                                && other.getAddress().getClass() != host.getClass());
    }

    private static String describe(Listener listener) {
        String how =
                switch (listener) {
                    case Listener.Udp _ -> "udp";
                    case Listener.Tcp _ -> "tcp";
                    case Listener.Tls _ -> "tls";
                };
        InetSocketAddress at = listener.address();
        return how + " " + at.getAddress().getHostAddress() + " port " + at.getPort();
    }

    private void undo(long until) {
        added.values().forEach(OpenListener::stop);
        long[] nobodyAsks = new long[LaneCounters.SIZE];
        grown.forEach((listener, size) -> listener.shrink(size, until, nobodyAsks));
    }

    /**
     * Begins to answer at what is new, and ends what is no longer wanted.
     *
     * @param until when waiting for the end of lanes is given up
     * @param counts takes what these lanes have counted
     * @return all that is open now, in the order of the settings
     */
    Map<Listener, OpenListener> commit(long until, long[] counts) {
        after.forEach(this::shareIpv4);
        added.values().forEach(OpenListener::start);
        certificates.forEach(StreamListener::change);
        grown.keySet().forEach(listener -> listener.shrink(next.lanes(), until, counts));
        before.values()
                .forEach(open -> {
                    if (!after.containsValue(open)) {
                        open.stop();
                        open.awaitEnd(until, counts);
                    }
                });
        return after;
    }
}
