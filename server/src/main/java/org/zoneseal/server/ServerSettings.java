package org.zoneseal.server;

import java.util.HashSet;
import java.util.List;
import org.zoneseal.transfer.AddressPrefix;

/**
 * Where and how is listened.
 *
 * @param listeners all of them; each at most once
 * @param lanes threads, each with a socket of its own, for each UDP address
 * @param datagrams by which calls lanes receive and send
 * @param streams what connections may ask for
 * @param proxies who must put PROXYv2's header in front of what it sends, and names the client with
 *     it; all others must not
 */
public record ServerSettings(
        List<Listener> listeners,
        int lanes,
        Datagrams datagrams,
        StreamLimits streams,
        List<AddressPrefix> proxies) {

    private static final int MAX_LANES = 64;

    /** By which calls lanes receive and send. */
    public enum Datagrams {
        /** Many at a time where the system can, else one by one. */
        AUTOMATIC,
        /** One by one, as Java does it everywhere. */
        PORTABLE
    }

    public ServerSettings {
        listeners = List.copyOf(listeners);
        proxies = List.copyOf(proxies);
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException(
                    "an address has between 1 and %d lanes, not %d".formatted(MAX_LANES, lanes));
        }
        HashSet<Listener> seen = new HashSet<>();
        for (Listener listener : listeners) {
            if (listener.address().isUnresolved()) {
                throw new IllegalArgumentException(
                        listener.address() + " is no address that can be listened at");
            }
            if (listener.address().getPort() != 0 && !seen.add(listener)) {
                throw new IllegalArgumentException(listener + " is there twice");
            }
        }
    }

    /** One lane, usual limits, no proxies. */
    public static ServerSettings of(List<Listener> listeners) {
        return new ServerSettings(
                listeners, 1, Datagrams.AUTOMATIC, StreamLimits.DEFAULT, List.of());
    }

    public ServerSettings withListeners(List<Listener> others) {
        return new ServerSettings(others, lanes, datagrams, streams, proxies);
    }

    public ServerSettings withLanes(int number) {
        return new ServerSettings(listeners, number, datagrams, streams, proxies);
    }

    public ServerSettings withDatagrams(Datagrams other) {
        return new ServerSettings(listeners, lanes, other, streams, proxies);
    }

    public ServerSettings withStreams(StreamLimits limits) {
        return new ServerSettings(listeners, lanes, datagrams, limits, proxies);
    }

    public ServerSettings withProxies(List<AddressPrefix> sources) {
        return new ServerSettings(listeners, lanes, datagrams, streams, sources);
    }
}
