package org.zoneseal.app.serve;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.Notifier;
import org.zoneseal.transfer.NotifyCounters;
import org.zoneseal.transfer.NotifyTarget;
import org.zoneseal.transfer.NotifyTimes;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;

/** Tells whoever the configuration names of new versions. */
final class Announcements implements AutoCloseable {

    private final Notifier notifier;
    private final Supplier<Serving> serving;

    private Announcements(Notifier notifier, Supplier<Serving> serving) {
        this.notifier = notifier;
        this.serving = serving;
    }

    static Announcements start(
            ServerConfiguration configuration, InstantSource clock, Supplier<Serving> serving)
            throws IOException {
        InetSocketAddress ipv4 = new InetSocketAddress("0.0.0.0", 0);
        InetSocketAddress ipv6 = new InetSocketAddress("::", 0);
        for (InetAddress address : configuration.notifyFrom()) {
            if (address instanceof Inet4Address) {
                ipv4 = new InetSocketAddress(address, 0);
            } else {
                ipv6 = new InetSocketAddress(address, 0);
            }
        }
        return new Announcements(Notifier.start(ipv4, ipv6, NotifyTimes.DEFAULT, clock), serving);
    }

    /** A new version is visible. */
    void published(PublishedZone zone) {
        ServedZone served = serving.get().zones().get(zone.apex());
        if (served != null) {
            announce(served);
        }
    }

    /**
     * Tells what is served of a zone now.
     *
     * @return how many are told
     */
    int announce(ServedZone zone) {
        Publication now = zone.published().current();
        if (now == null) {
            return 0;
        }
        ServerConfiguration configuration = serving.get().configuration();
        List<NotifyTarget> targets = new ArrayList<>();
        for (RemoteSettings remote : zone.rules().notified()) {
            targets.add(
                    new NotifyTarget(
                            remote.address(),
                            remote.key().flatMap(configuration.tsig().keys()::find)));
        }
        if (!targets.isEmpty()) {
            notifier.changed(zone.apex(), now, targets);
        }
        return targets.size();
    }

    void forget(Name apex) {
        notifier.forget(apex);
    }

    NotifyCounters counters() {
        return notifier.counters();
    }

    @Override
    public void close() throws IOException {
        notifier.close();
    }
}
