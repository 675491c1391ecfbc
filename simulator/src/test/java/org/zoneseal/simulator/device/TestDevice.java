package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.Argon2;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.FileLayer;

/** A device to test with: small passwords' cost, files in memory, a clock that is moved by hand. */
final class TestDevice {

    static final Path FOLDER = Path.of("/var/hsm");
    static final StoreSecret SECRET = new StoreSecret.DeviceFile(Path.of("/etc/device.secret"));
    static final DeviceOptions OPTIONS = new DeviceOptions(new Argon2(8 * 1024, 1, 1), new byte[0]);
    static final Peer PEER = new Peer("unix", "uid=1000(knot)", "test");
    static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

    private TestDevice() {}

    /** A clock that is moved by hand. */
    static final class Clock implements InstantSource {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    static FaultyFiles files() {
        return new FaultyFiles();
    }

    static Device create(FileLayer files, Clock clock) {
        return create(
                files,
                clock,
                List.of(
                        new InitialUser.WithPassword(
                                "admin", Permissions.of("22002222"), bytes("admin-password"))));
    }

    static Device create(FileLayer files, Clock clock, List<InitialUser> users) {
        return Device.create(files, FOLDER, SECRET, users, clock, new SecureRandom(), OPTIONS);
    }

    static Device open(FileLayer files, Clock clock) {
        return open(files, clock, OPTIONS);
    }

    static Device open(FileLayer files, Clock clock, DeviceOptions options) {
        return Device.open(files, FOLDER, SECRET, clock, new SecureRandom(), options);
    }

    /** A session in which the administrator of {@link #create} is logged in. */
    static NativeSession administrator(Device device) {
        NativeSession session = device.openSession(PEER);
        login(session, "admin", "admin-password");
        return session;
    }

    static void login(NativeSession session, String user, String password) {
        run(
                session,
                "login.password",
                new Value.Fields().put("user", user).put("password", bytes(password)));
    }

    static Value run(NativeSession session, String command, Value.Fields arguments) {
        return session.command(command, arguments.map());
    }

    static Value.MapOf map(NativeSession session, String command, Value.Fields arguments) {
        return (Value.MapOf) run(session, command, arguments);
    }

    static List<Value> list(NativeSession session, String command) {
        return ((Value.ListOf) run(session, command, new Value.Fields())).values();
    }

    /** Makes slot 1 with the PINs {@code so-pin} and {@code user-pin}. */
    static void slot(NativeSession administrator) {
        run(
                administrator,
                "slot.init",
                new Value.Fields()
                        .put("slot", 1)
                        .put("label", "first")
                        .put("so-pin", bytes("so-pin"))
                        .put("pin", bytes("user-pin")));
    }

    static StoredObject addKey(Device device, String label) {
        return device.vault().add(1, List.of(newKey(label))).getFirst();
    }

    static Vault.NewObject newKey(String label) {
        return new Vault.NewObject(
                List.of(
                        Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY),
                        Attribute.bytes(Cka.LABEL, bytes(label))),
                bytes("the secret of " + label));
    }

    static String secret(Device device, StoredObject object) {
        return new String(device.vault().open(object, new byte[0]), StandardCharsets.US_ASCII);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
