package org.zoneseal.interop.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.Argon2;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.DeviceOptions;
import org.zoneseal.simulator.device.InitialUser;
import org.zoneseal.simulator.device.Permissions;
import org.zoneseal.simulator.door.DoorLimits;
import org.zoneseal.simulator.door.HsmApplication;
import org.zoneseal.simulator.door.HsmServer;
import org.zoneseal.simulator.door.Listener;
import org.zoneseal.simulator.token.TokenService;
import org.zoneseal.simulator.token.TokenSettings;
import org.zoneseal.storage.FileLayer;

/**
 * A whole software HSM in this process, behind a real socket: device, token and door as the daemon
 * wires them. It can be restarted while clients are connected.
 */
final class RunningHsm implements AutoCloseable {

    static final String PIN = "user-1234";
    static final int SLOT = 1;
    static final String LABEL = "signing";
    static final String USER = "admin";
    static final String PASSWORD = "admin-password";

    /** Passwords are cheap here: they guard nothing. */
    private static final DeviceOptions OPTIONS =
            new DeviceOptions(new Argon2(8 * 1024, 1, 1), new byte[0]);

    private final Path folder;
    private final List<Listener> more;
    private Device device;
    private TokenService tokens;
    private HsmServer server;

    private RunningHsm(Path folder, List<Listener> more, Device device) {
        this.folder = folder;
        this.more = more;
        this.device = device;
        this.tokens = tokens(device);
        this.server = serve();
    }

    /** Makes a device with one slot, and starts it. */
    static RunningHsm start(Path folder, Listener... more) {
        Device device =
                Device.create(
                        FileLayer.real(),
                        folder.resolve("store"),
                        secret(folder),
                        List.of(
                                new InitialUser.WithPassword(
                                        USER, Permissions.of("22002222"), bytes(PASSWORD))),
                        InstantSource.system(),
                        new SecureRandom(),
                        OPTIONS);
        RunningHsm hsm = new RunningHsm(folder, List.of(more), device);
        hsm.makeSlot(SLOT, LABEL, Policy.DEVELOPER);
        return hsm;
    }

    /** What a slot allows. */
    enum Policy {
        DEFAULT,
        DEVELOPER
    }

    void makeSlot(int slot, String label, Policy policy) {
        try (HsmClient client = connect()) {
            NativeHsm hsm = new NativeHsm(client, new SecureRandom());
            hsm.loginPassword(USER, bytes(PASSWORD));
            client.command(
                    "slot.init",
                    new Value.Fields()
                            .put("slot", slot)
                            .put("label", label)
                            .put("so-pin", bytes("officer-1234"))
                            .put("pin", bytes(PIN))
                            .put("developer", policy == Policy.DEVELOPER)
                            .map());
        }
    }

    private static StoreSecret secret(Path folder) {
        return new StoreSecret.DeviceFile(folder.resolve("device.secret"));
    }

    private static TokenService tokens(Device device) {
        return TokenService.of(
                device, TokenSettings.DEFAULTS, new SecureRandom(), InstantSource.system());
    }

    private HsmServer serve() {
        Device serving = device;
        TokenService tokenService = tokens;
        List<Listener> listeners = new ArrayList<>(more);
        listeners.add(Listener.Unix.at(socket()));
        HsmServer started =
                new HsmServer(
                        peer ->
                                new HsmApplication(
                                        tokenService.begin(peer), serving.openSession(peer)),
                        listeners,
                        DoorLimits.defaults(),
                        InstantSource.system(),
                        new SecureRandom());
        try {
            started.start(() -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return started;
    }

    /** Ends the daemon and starts it again over the same store. */
    void restart() {
        stop();
        resume();
    }

    void stop() {
        try {
            server.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        tokens.close();
        device.close();
    }

    void resume() {
        device =
                Device.open(
                        FileLayer.real(),
                        folder.resolve("store"),
                        secret(folder),
                        InstantSource.system(),
                        new SecureRandom(),
                        OPTIONS);
        tokens = tokens(device);
        server = serve();
    }

    Path socket() {
        return folder.resolve("hsm.socket");
    }

    HsmAddress address() {
        return new HsmAddress.UnixSocket(socket());
    }

    HsmClient connect() {
        return HsmClient.connect(
                address(), ClientOptions.defaults("test").withCallTimeout(Duration.ofSeconds(20)));
    }

    /** What the provider is configured with. */
    String settings() {
        return "address=" + address() + ";slot=" + SLOT;
    }

    Path pinFile() throws IOException {
        return Files.writeString(folder.resolve("pin"), PIN + "\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        stop();
    }
}
