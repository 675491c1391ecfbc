package org.zoneseal.simulator.token;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.Argon2;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.DeviceOptions;
import org.zoneseal.simulator.device.InitialUser;
import org.zoneseal.simulator.device.NativeSession;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.Permissions;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.storage.FaultyFiles;

/**
 * A device in memory with its token, and one application logged in to one slot: what tests need.
 *
 * <p>Slot 0 has the default policy, slot 1 is a developer's. Both have the PINs 1234 and 12345678.
 */
final class Bench implements AutoCloseable {

    static final byte[] NO_REQUEST = {};
    static final Peer PEER = new Peer("inside", "test", "test");
    static final byte[] SO_PIN = utf8("12345678");
    static final byte[] PIN = utf8("1234");

    private static final Path FOLDER = Path.of("/var/hsm");
    private static final StoreSecret SECRET =
            new StoreSecret.DeviceFile(Path.of("/etc/device.secret"));
    private static final DeviceOptions OPTIONS =
            new DeviceOptions(new Argon2(8 * 1024, 1, 1), new byte[0]);
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final int slot;
    private final TokenSettings settings;
    private final FaultyFiles files = new FaultyFiles();
    Device device;
    TokenService service;
    Cryptoki cryptoki;
    long session;

    private Bench(int slot, TokenSettings settings) {
        this.slot = slot;
        this.settings = settings;
        this.device =
                Device.create(
                        files,
                        FOLDER,
                        SECRET,
                        List.of(
                                new InitialUser.WithPassword(
                                        "admin", Permissions.of("22002222"), utf8("password"))),
                        () -> NOW,
                        new SecureRandom(),
                        OPTIONS);
        try (NativeSession admin = administrator()) {
            initialize(admin, 0, false);
            initialize(admin, 1, true);
        }
        this.service = service();
        this.cryptoki = service.begin(PEER);
        this.session = login(cryptoki, slot);
    }

    static Bench strict() {
        return new Bench(0, TokenSettings.DEFAULTS);
    }

    static Bench developer() {
        return new Bench(1, TokenSettings.DEFAULTS);
    }

    static Bench with(TokenSettings settings) {
        return new Bench(0, settings);
    }

    /** Stops the device and opens it again. */
    void restart() {
        cryptoki.end();
        service.close();
        device.close();
        device = Device.open(files, FOLDER, SECRET, () -> NOW, new SecureRandom(), OPTIONS);
        service = service();
        cryptoki = service.begin(PEER);
        session = login(cryptoki, slot);
    }

    /** The disk is full when next something is written. */
    void failNextWrite() {
        files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
    }

    /** A native session in which somebody is logged in who may do everything. */
    NativeSession administrator() {
        NativeSession admin = device.openSession(PEER);
        admin.command(
                "login.password",
                new Value.Fields().put("user", "admin").put("password", utf8("password")).map());
        return admin;
    }

    /** Opens a read-write session of an application and logs the user in. */
    static long login(Cryptoki application, int slot) {
        long opened = application.openSession(slot, Ckf.SERIAL_SESSION | Ckf.RW_SESSION);
        application.login(opened, Cku.USER, PIN.clone());
        return opened;
    }

    private static void initialize(NativeSession admin, int slot, boolean developer) {
        admin.command(
                "slot.init",
                new Value.Fields()
                        .put("slot", slot)
                        .put("label", "slot " + slot)
                        .put("so-pin", SO_PIN.clone())
                        .put("pin", PIN.clone())
                        .put("open", true)
                        .put("developer", developer)
                        .map());
    }

    private TokenService service() {
        return TokenService.of(device, settings, new SecureRandom(), () -> NOW);
    }

    Cryptoki.KeyPair ec(Curve curve, Attribute... privateExtras) {
        return pair(
                Ckm.EC_KEY_PAIR_GEN,
                List.of(Attribute.bytes(Cka.EC_PARAMS, curve.objectIdentifier())),
                privateExtras);
    }

    Cryptoki.KeyPair edwards(byte[] parameters) {
        return pair(
                Ckm.EC_EDWARDS_KEY_PAIR_GEN, List.of(Attribute.bytes(Cka.EC_PARAMS, parameters)));
    }

    Cryptoki.KeyPair rsa(int bits, Attribute... privateExtras) {
        return pair(
                Ckm.RSA_PKCS_KEY_PAIR_GEN,
                List.of(Attribute.number(Cka.MODULUS_BITS, bits)),
                privateExtras);
    }

    Cryptoki.KeyPair mlDsa(long parameterSet) {
        return pair(
                Ckm.ML_DSA_KEY_PAIR_GEN,
                List.of(Attribute.number(Cka.PARAMETER_SET, parameterSet)));
    }

    Cryptoki.KeyPair pair(
            long mechanism, List<Attribute> publicTemplate, Attribute... privateExtras) {
        return cryptoki.generateKeyPair(
                session,
                Mechanism.of(mechanism),
                publicTemplate,
                List.of(privateExtras),
                NO_REQUEST);
    }

    byte[] sign(Mechanism mechanism, long key, byte[] data) {
        byte[] signature = new byte[8192];
        int length = cryptoki.signOnce(session, mechanism, key, data, 0, data.length, signature);
        return Arrays.copyOf(signature, length);
    }

    byte[] bytes(long object, long type) {
        return ((AttributeValue.Bytes) value(object, type)).value();
    }

    boolean flag(long object, long type) {
        return ((AttributeValue.Flag) value(object, type)).value();
    }

    AttributeValue value(long object, long type) {
        return cryptoki.attributes(session, object, List.of(type)).attributes().getFirst().value();
    }

    List<Long> find(Attribute... template) {
        cryptoki.findInit(session, List.of(template));
        List<Long> found = cryptoki.find(session, Integer.MAX_VALUE);
        cryptoki.findFinal(session);
        return found;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cryptoki.end();
        service.close();
        device.close();
    }
}
