package org.zoneseal.interop.device;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.interop.Peer;

/**
 * The daemon {@code zoneseal hsm serve} as a process of its own, from this build's classes, with a
 * store in a folder of its own.
 */
final class ZonesealHsm implements AutoCloseable {

    static final Path MODULE =
            Path.of("../clients/pkcs11/build/libzoneseal-pkcs11.so").toAbsolutePath().normalize();

    static final String SO_PIN = "officer-87654321";
    static final String PIN = "user-1234abcd";
    static final String OWNER = "owner";
    private static final String ADMINISTRATOR = "admin";
    private static final String PASSWORD = "correct horse battery staple";
    private static final String STORE = "store";
    private static final String LOG = "daemon.log";
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, Integer> slots = new HashMap<>();
    private Process process;

    private ZonesealHsm(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Makes a store with a user who may do everything, and starts the daemon. */
    static ZonesealHsm start(Path folder) {
        requireModule();
        try {
            Files.createDirectories(folder);
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            Peer.zoneseal()
                    .run(
                            folder,
                            "hsm",
                            "init",
                            folder.resolve(STORE).toString(),
                            "--secret-file",
                            folder.resolve("secret").toString(),
                            "--admin",
                            ADMINISTRATOR,
                            "--admin-password-file",
                            password.toString())
                    .mustBeFine();
            ZonesealHsm hsm = new ZonesealHsm(folder, launch(folder, Peer.zonesealDaemon()));
            hsm.awaitService();
            hsm.addOwner();
            return hsm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code ./check} builds the library before the tests; without it they are skipped. */
    static void requireModule() {
        Peer.require(MODULE, "make -C clients/pkcs11 builds it");
    }

    Path store() {
        return folder.resolve(STORE);
    }

    Path socket() {
        return store().resolve("hsm.socket");
    }

    /** What the daemon said on its standard error, all runs of it. */
    Path log() {
        return folder.resolve(LOG);
    }

    Path passwordFile() {
        return folder.resolve("password");
    }

    Peer.Outcome zoneseal(String... arguments) {
        return Peer.zoneseal().with(environment()).run(folder, arguments);
    }

    /** For programs that load our library, and for zoneseal's own commands. */
    Map<String, String> environment() {
        return Map.of("ZONESEAL_HSM", "unix:" + socket());
    }

    private static Process launch(Path folder, Peer zoneseal) throws IOException {
        List<String> command = new ArrayList<>(zoneseal.command());
        command.addAll(List.of("hsm", "serve", folder.resolve(STORE).toString()));
        File log = folder.resolve(LOG).toFile();
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Starts the daemon once more, after it has ended. */
    void restart() throws IOException {
        restart(Peer.zonesealDaemon());
    }

    /** The same, with a program in other surroundings. */
    void restart(Peer zoneseal) throws IOException {
        process = launch(folder, zoneseal);
        awaitService();
    }

    private void awaitService() throws IOException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException("the daemon does not serve: " + Files.readString(log()));
            }
            pause();
        }
    }

    private boolean answers() {
        try (HsmClient client = connect()) {
            return !client.ping().isEmpty();
        } catch (HsmUnreachableException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HsmClient connect() {
        return HsmClient.connect(
                new HsmAddress.UnixSocket(socket()), ClientOptions.defaults("interop"));
    }

    /** What a user may ask. */
    interface Work<T> {
        T with(HsmClient client);
    }

    /** Runs commands as the user who may do everything. */
    <T> T asOwner(Work<T> work) {
        return as(OWNER, work);
    }

    private <T> T as(String user, Work<T> work) {
        try (HsmClient client = connect()) {
            new NativeHsm(client, new SecureRandom())
                    .loginPassword(user, PASSWORD.getBytes(StandardCharsets.UTF_8));
            return work.with(client);
        }
    }

    /** The administrator that a new store has may do less than everything. */
    private void addOwner() {
        as(
                ADMINISTRATOR,
                client ->
                        client.command(
                                "user.add",
                                new Value.Fields()
                                        .put("name", OWNER)
                                        .put("permissions", "22002222")
                                        .put("password", PASSWORD.getBytes(StandardCharsets.UTF_8))
                                        .map()));
    }

    /** The slot whose token has that label; an open slot for developers, as SoftHSM's are. */
    synchronized int slot(String label) {
        return slots.computeIfAbsent(label, this::makeSlot);
    }

    private int makeSlot(String label) {
        int slot = slots.size() + 1;
        makeSlot(slot, label, true);
        return slot;
    }

    /** A slot with the policy that is everybody's default, or one for developers. */
    void makeSlot(int slot, String label, boolean developer) {
        asOwner(client ->
                client.command(
                        "slot.init",
                        new Value.Fields()
                                .put("slot", slot)
                                .put("label", label)
                                .put("so-pin", SO_PIN.getBytes(StandardCharsets.US_ASCII))
                                .put("pin", PIN.getBytes(StandardCharsets.US_ASCII))
                                .put("open", developer)
                                .put("developer", developer)
                                .map()));
    }

    Device device(String label) {
        return new Device(Door.ZONESEAL, MODULE, environment(), label, SO_PIN, PIN);
    }

    /** Ends it without a chance to say good-bye. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    long pid() {
        return process.pid();
    }

    private void await() {
        try {
            if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the daemon did not end within " + BOUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, and waits. */
    @Override
    public void close() {
        process.destroy();
        await();
    }
}
