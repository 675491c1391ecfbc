package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerSettings;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.Notifier;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.NotifyTarget;
import org.zoneseal.transfer.NotifyTimes;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** Our server in this process, with zones that a test changes, and secondaries to be told. */
final class ServedZones implements AutoCloseable {

    static final TsigKey KEY =
            TsigKey.of(
                    Name.parse(SecondaryServer.Source.KEY),
                    TsigAlgorithm.HMAC_SHA256,
                    "0123456789abcdef0123456789abcdef"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    static final String SECRET =
            Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    private static final int HISTORY = 100;

    private final Map<Name, PublishedZone> zones = new LinkedHashMap<>();
    private final List<NotifyTarget> targets = new ArrayList<>();
    private final TransferHandler handler;
    private final Notifier notifier;
    private final DnsServer server;
    private final TsigKeys keys = TsigKeys.of(List.of(KEY));
    private volatile AccessList access;
    private volatile ZoneTable table = ZoneTable.EMPTY;

    private ServedZones(AccessList access, Optional<TlsFiles> tls) throws IOException {
        this.access = access;
        InstantSource clock = InstantSource.system();
        handler =
                new TransferHandler(
                        () ->
                                new TransferContext(
                                        table, apex -> new TransferPolicy(this.access), keys),
                        TransferLimits.DEFAULT,
                        NotifyIntake.NONE,
                        clock);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress address = new InetSocketAddress(loopback, Ports.free());
        List<Listener> listeners = new ArrayList<>();
        listeners.add(new Listener.Udp(address));
        listeners.add(new Listener.Tcp(address));
        tls.ifPresent(files ->
                listeners.add(new Listener.Tls(new InetSocketAddress(loopback, 0), files)));
        server =
                DnsServer.start(
                        ServerSettings.of(listeners),
                        () -> new AnswerContext(table, AnswerSettings.DEFAULT).withKeys(keys),
                        handler,
                        Intake.none(handler),
                        clock);
        notifier =
                Notifier.start(
                        new InetSocketAddress(loopback, 0),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                        NotifyTimes.DEFAULT,
                        clock);
    }

    static ServedZones start(AccessList access) throws IOException {
        return new ServedZones(access, Optional.empty());
    }

    static ServedZones start(AccessList access, TlsFiles tls) throws IOException {
        return new ServedZones(access, Optional.of(tls));
    }

    /** For UDP and TCP. */
    int port() {
        return server.addresses().getFirst().address().getPort();
    }

    int tlsPort() {
        return server.addresses().getLast().address().getPort();
    }

    TransferHandler handler() {
        return handler;
    }

    Notifier notifier() {
        return notifier;
    }

    void admit(AccessList others) {
        access = others;
    }

    /** Has a secondary on loopback told of all changes from now on. */
    void tell(int port) {
        targets.add(
                NotifyTarget.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .signedWith(KEY));
    }

    Publication current(Name apex) {
        return Objects.requireNonNull(
                Objects.requireNonNull(zones.get(apex), "no such zone").current(), "not published");
    }

    /** Publishes a version, the change from the one before in the history, and tells of it. */
    void publish(ZoneVersion version) {
        PublishedZone zone = zones.get(version.apex());
        if (zone == null) {
            zone = new PublishedZone(version.apex());
            zones.put(version.apex(), zone);
            zone.publish(Publication.first(version, Publication.NEVER));
            table = new ZoneTable(zones.values());
        } else {
            Publication before = current(version.apex());
            ZoneDelta delta = ZoneDelta.between(before.version(), version);
            List<ZoneDelta> history = new ArrayList<>(before.history());
            history.add(delta);
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
            ZoneVersion next = delta.applyTo(before.version());
            zone.publish(new Publication(next, next.serial(), history, Publication.NEVER));
        }
        notifier.changed(version.apex(), current(version.apex()), targets);
    }

    @Override
    public void close() throws IOException {
        notifier.close();
        server.stop(Duration.ofSeconds(2));
    }
}
