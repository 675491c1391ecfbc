package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerCounters;

/**
 * What a server is reached by: its listeners, the figures, and the operator's socket. They are
 * opened, and moved, all of them or none.
 */
final class Doors {

    private static final Logger LOG = System.getLogger(Doors.class.getName());

    private final RunningServer server;
    private final InstantSource clock;
    private volatile DnsServer dns;
    private volatile ControlServer control;
    private Optional<MetricsServer> metrics = Optional.empty();

    /** Closed ones. */
    @SuppressWarnings("NullAway.Init")
    Doors(RunningServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    void open(ServerConfiguration configuration) throws IOException {
        dns =
                DnsServer.start(
                        ListenSettings.of(configuration),
                        () -> server.serving().answers(),
                        server.transfers(),
                        Intake.none(server.transfers()),
                        clock);
        try {
            metrics = openMetrics(configuration);
            control =
                    ControlServer.open(configuration.control(), new ServerOperator(server, clock));
        } catch (IOException | RuntimeException e) {
            metrics.ifPresent(MetricsServer::close);
            dns.close();
            throw e;
        }
        LOG.log(
                Level.INFO,
                "server.listening addresses="
                        + listening()
                        + " control="
                        + control.path()
                        + metrics.map(at -> " metrics=" + AddressText.of(at.address())).orElse(""));
    }

    private Optional<MetricsServer> openMetrics(ServerConfiguration configuration)
            throws IOException {
        InetSocketAddress address = configuration.metrics().orElse(null);
        if (address == null) {
            return Optional.empty();
        }
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.log(
                    Level.WARNING,
                    "metrics.open whoever reaches " + AddressText.of(address) + " can read them");
        }
        return Optional.of(MetricsServer.open(address, new ServerMetrics(server)::text));
    }

    /**
     * Moves those that are elsewhere in another configuration.
     *
     * @throws IOException if one cannot be opened; then all are where they were
     */
    void move(ServerConfiguration now, ServerConfiguration next) throws IOException {
        if (next.metrics().equals(now.metrics())) {
            dns.reconfigure(ListenSettings.of(next));
            return;
        }
        // The old one first: it may have the same port at one of the new one's addresses.
        metrics.ifPresent(MetricsServer::close);
        try {
            metrics = openMetrics(next);
            dns.reconfigure(ListenSettings.of(next));
        } catch (IOException | RuntimeException e) {
            metrics.ifPresent(MetricsServer::close);
            reopenMetrics(now, e);
            throw e;
        }
    }

    private void reopenMetrics(ServerConfiguration before, Exception why) {
        metrics = Optional.empty();
        try {
            metrics = openMetrics(before);
        } catch (IOException e) {
            why.addSuppressed(e);
            LOG.log(Level.ERROR, "metrics.closed", e);
        }
    }

    List<Listener> listeners() {
        return dns.addresses();
    }

    /** The same in a line. */
    String listening() {
        return ListenSettings.text(listeners());
    }

    ServerCounters counters() {
        return dns.counters();
    }

    /** Closes what operators come by. */
    void closeToOperators() {
        control.close();
        metrics.ifPresent(MetricsServer::close);
    }

    /** Ends the listeners within the bound. */
    void stopListening(Duration bound) {
        dns.stop(bound);
    }
}
