package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.Argon2;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.DeviceOptions;
import org.zoneseal.simulator.device.InitialUser;
import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.Permissions;
import org.zoneseal.simulator.token.TokenService;
import org.zoneseal.simulator.token.TokenSettings;
import org.zoneseal.storage.FileLayer;

/**
 * A whole software HSM for tests: a device with one slot, its token and a door.
 *
 * <p>Slot 0 is open, has the label {@code test}, security officer PIN {@code 56785678} and user PIN
 * {@code 12341234}; user {@code admin} with password {@code admin-password} may do everything. By
 * hand: {@code SimulatorFixture FOLDER [SOCKET]}.
 */
final class SimulatorFixture implements AutoCloseable {

    static final String SO_PIN = "56785678";
    static final String PIN = "12341234";
    static final String PASSWORD = "admin-password";

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final DeviceOptions CHEAP =
            new DeviceOptions(new Argon2(8 * 1024, 1, 1), new byte[0]);

    private final Device device;
    private final TokenService token;
    private final HsmServer server;

    SimulatorFixture(Path folder, List<Listener> listeners) throws IOException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        this.device = device(folder, clock, random);
        this.token = TokenService.of(device, TokenSettings.DEFAULTS, random, clock);
        this.server = new HsmServer(this::begin, listeners, DoorLimits.defaults(), clock, random);
        device.countApplications(() -> server.counters().applications());
        server.start(() -> {});
    }

    private static Device device(Path folder, InstantSource clock, SecureRandom random) {
        StoreSecret secret = new StoreSecret.DeviceFile(folder.resolve("device.secret"));
        Path store = folder.resolve("device");
        FileLayer files = FileLayer.real();
        if (Device.exists(files, store)) {
            return Device.open(files, store, secret, clock, random, CHEAP);
        }
        Device made =
                Device.create(
                        files,
                        store,
                        secret,
                        List.of(
                                new InitialUser.WithPassword(
                                        "admin", Permissions.of("22002222"), ascii(PASSWORD))),
                        clock,
                        random,
                        CHEAP);
        makeSlot(made);
        return made;
    }

    private static void makeSlot(Device device) {
        try (NativeSession session = device.openSession(new Peer("inside", "fixture", "fixture"))) {
            session.command(
                    "login.password",
                    new Value.Fields().put("user", "admin").put("password", ascii(PASSWORD)).map());
            session.command(
                    "slot.init",
                    new Value.Fields()
                            .put("slot", 0)
                            .put("label", "test")
                            .put("so-pin", ascii(SO_PIN))
                            .put("pin", ascii(PIN))
                            .put("open", true)
                            .put("developer", true)
                            .map());
        }
    }

    private HsmApplication begin(Peer peer) {
        return new HsmApplication(token.begin(peer), device.openSession(peer));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    HsmServer server() {
        return server;
    }

    @Override
    public void close() {
        try {
            server.stop(BOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            token.close();
            device.close();
        }
    }

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path socket = arguments.length > 1 ? Path.of(arguments[1]) : folder.resolve("hsm.socket");
        SimulatorFixture fixture = new SimulatorFixture(folder, List.of(Listener.Unix.at(socket)));
        Runtime.getRuntime().addShutdownHook(new Thread(fixture::close));
        System.out.println("hsm ready: " + String.join(" ", fixture.server().addresses()));
        new CountDownLatch(1).await();
    }
}
