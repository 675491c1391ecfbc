package org.zoneseal.app.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.zoneseal.app.CommandException;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerSettings;
import org.zoneseal.server.StreamLimits;
import org.zoneseal.server.TlsFiles;

/** Makes what listeners are told out of what the configuration says. */
final class ListenSettings {

    private ListenSettings() {}

    static ServerSettings of(ServerConfiguration configuration) {
        List<Listener> listeners = new ArrayList<>();
        for (ListenAddress address : configuration.listen()) {
            for (ListenAddress.Over over : ListenAddress.Over.values()) {
                if (address.transports().contains(over)) {
                    listeners.add(listener(configuration, address, over));
                }
            }
        }
        Limits limits = configuration.limits();
        return ServerSettings.of(listeners)
                .withLanes(configuration.lanes())
                .withProxies(configuration.proxies())
                .withStreams(
                        StreamLimits.DEFAULT
                                .withConnections(
                                        limits.connections(),
                                        limits.connectionsPerNetwork(),
                                        limits.tlsConnections())
                                .withIdle(limits.idle()));
    }

    private static Listener listener(
            ServerConfiguration configuration, ListenAddress address, ListenAddress.Over over) {
        return switch (over) {
            case UDP -> new Listener.Udp(address.address());
            case TCP -> new Listener.Tcp(address.address());
            case TLS -> new Listener.Tls(address.address(), files(configuration));
        };
    }

    private static TlsFiles files(ServerConfiguration configuration) {
        TlsIdentityFiles files =
                configuration
                        .tls()
                        .orElseThrow(() ->
                                CommandException.usage("a tls: address needs certificate and key"));
        return new TlsFiles(
                files.certificate(), files.key(), files.authorities().stream().toList());
    }

    /** The listeners in a line: {@code udp:127.0.0.1:53 tcp:127.0.0.1:53}. */
    static String text(List<Listener> listeners) {
        return listeners.stream()
                .map(listener ->
                        listener.transport().name().toLowerCase(Locale.ROOT)
                                + ":"
                                + AddressText.of(listener.address()))
                .collect(Collectors.joining(" "));
    }
}
