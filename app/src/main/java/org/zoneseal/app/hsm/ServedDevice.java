package org.zoneseal.app.hsm;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.zoneseal.app.CommandException;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.DeviceOptions;
import org.zoneseal.simulator.door.DoorLimits;
import org.zoneseal.simulator.door.HsmApplication;
import org.zoneseal.simulator.door.HsmServer;
import org.zoneseal.simulator.door.Listener;
import org.zoneseal.simulator.door.TlsIdentity;
import org.zoneseal.simulator.door.TlsPeers;
import org.zoneseal.simulator.token.TokenService;
import org.zoneseal.storage.FileLayer;

/**
 * A device behind its door: the one place where store, token and sockets are put together.
 *
 * <p>It opens from the inside out, so that nobody is let in before all is there, and closes from
 * the outside in, so that what is under way ends before the store does.
 */
final class ServedDevice {

    private static final Logger LOG = System.getLogger(ServedDevice.class.getName());

    private static final int LONGEST_HEAD = 1 << 16;

    private final Device device;
    private final TokenService token;
    private final HsmServer server;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("zoneseal-hsm-tick").daemon().factory());

    private ServedDevice(Device device, TokenService token, HsmServer server) {
        this.device = device;
        this.token = token;
        this.server = server;
    }

    /** Opens the device and its door; whoever can connect is let in when it returns. */
    static ServedDevice open(ServeSettings settings, Path folder, StoreSecret secret)
            throws IOException {
        List<Listener> listeners = listeners(settings);
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Device device =
                Device.open(FileLayer.real(), folder, secret, clock, random, options(settings));
        try {
            TokenService token = TokenService.of(device, settings.token(), random, clock);
            HsmServer server =
                    new HsmServer(
                            peer -> new HsmApplication(token.begin(peer), device.openSession(peer)),
                            listeners,
                            limits(settings.limits()),
                            clock,
                            random);
            return start(new ServedDevice(device, token, server));
        } catch (IOException | RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static ServedDevice start(ServedDevice served) throws IOException {
        HsmServer server = served.server;
        served.device.countApplications(() -> server.counters().applications());
        server.start(() ->
                LOG.log(
                        Level.INFO,
                        "hsm.listening addresses="
                                + String.join(",", server.addresses())
                                + " state="
                                + served.device.state()));
        var _ = served.ticks.scheduleWithFixedDelay(served::tick, 1, 1, TimeUnit.SECONDS);
        return served;
    }

    private static DeviceOptions options(ServeSettings settings) throws IOException {
        Path head = settings.expectedHead().orElse(null);
        return head == null
                ? DeviceOptions.DEFAULT
                : DeviceOptions.DEFAULT.expecting(FileLayer.real().read(head, LONGEST_HEAD));
    }

    // An exception would end the ticking for good.
    private void tick() {
        try {
            device.tick();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "hsm.tick-failed", e);
        }
    }

    /** The line that says that it is ready. */
    String readiness() {
        return "hsm ready: " + String.join(" ", server.addresses());
    }

    /** Ends all within the bound, or throws. */
    void close(Duration bound) {
        ticks.shutdown();
        try {
            if (!server.stop(bound.minus(bound.dividedBy(5)))) {
                LOG.log(Level.WARNING, "hsm.cut calls were under way and got no answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            token.close();
            device.close();
        }
    }

    private static DoorLimits limits(ServeSettings.Limits limits) {
        return DoorLimits.defaults()
                .withConnections(limits.connections(), limits.connectionsPerPeer())
                .withGrace(limits.grace());
    }

    private static List<Listener> listeners(ServeSettings settings) throws IOException {
        List<Listener> listeners = new ArrayList<>();
        for (HsmAddress address : settings.listen()) {
            listeners.add(
                    switch (address) {
                        case HsmAddress.UnixSocket(Path path) -> unix(path, settings.unix());
                        case HsmAddress.Tls tls -> tls(tls, settings.tls());
                    });
        }
        return listeners;
    }

    private static Listener unix(Path path, ServeSettings.UnixDoor door) {
        return new Listener.Unix(
                path,
                door.mode(),
                door.group().orElse(""),
                door.users(),
                door.groups(),
                door.isP11kitSpoken());
    }

    private static Listener tls(HsmAddress.Tls address, ServeSettings.TlsDoor door)
            throws IOException {
        if (door.certificate().isEmpty() || door.key().isEmpty() || door.clients().isEmpty()) {
            throw CommandException.usage(
                    address
                            + " needs certificate, key and clients under tls in the configuration;"
                            + " zoneseal hsm tls device makes the first two");
        }
        return new Listener.Tls(
                new InetSocketAddress(address.host(), address.port()),
                TlsIdentity.ofPem(door.certificate().get(), door.key().get()),
                TlsPeers.read(door.clients()));
    }
}
