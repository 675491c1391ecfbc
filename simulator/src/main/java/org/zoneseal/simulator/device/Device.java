package org.zoneseal.simulator.device;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.storage.FileLayer;
import org.zoneseal.storage.FolderLock;

/**
 * A software HSM in a folder: its keys, users, slots, audit log and commands.
 *
 * <p>One process at a time has a folder open; one process may have several devices. Safe for
 * several threads. It starts no threads: whoever runs it calls {@link #tick} about once a second.
 */
public final class Device implements AutoCloseable {

    public static final String MODEL = "Zoneseal HSM";
    public static final String VERSION = "0.1.0";

    private static final long WRITE_USES_MILLIS = 60_000;

    private final DeviceParts parts;
    private final DeviceCore core;
    private final ObjectVault vault;
    private final KeyGates gates;
    private final Slots slots;
    private final BackupKey backupKey;
    private final Commands commands = new Commands();
    private volatile IntSupplier applications = () -> 0;
    private volatile KeyService keys = NoKeyService.NONE;
    private final AtomicLong usesWritten;

    private Device(
            FileLayer files,
            Path folder,
            DeviceParts parts,
            DeviceCore core,
            DeviceOptions options) {
        this.parts = parts;
        this.core = core;
        this.vault = new ObjectVault(core, parts.seal(), parts.transientSeal(), core.random());
        this.gates = new KeyGates(core);
        this.usesWritten = new AtomicLong(core.clock().millis());
        Logins logins = new Logins(core, new Passwords(options.passwordCost(), core.random()));
        this.slots = new Slots(core, logins, gates, this::slotRenewed);
        this.backupKey = new BackupKey(core, parts.seal());
        registerCommands(logins, options);
        registerForFiles(files, folder);
    }

    private void registerCommands(Logins logins, DeviceOptions options) {
        Instant started = core.clock().instant();
        new LoginCommands(core, logins).register(commands);
        new DeviceCommands(core, started, () -> applications.getAsInt()).register(commands);
        new UserCommands(core, logins).register(commands);
        new SlotCommands(core, logins, slots, this::slotRenewed).register(commands);
        new KeyCommands(core, vault, gates).register(commands);
        new CompareCommand(core).register(commands);
        Backups backups = new Backups(core, vault, backupKey, slots);
        new BackupCommands(core, backupKey, backups, options.shareCost()).register(commands);
    }

    private void slotRenewed(int slot) {
        keys.slotInitialized(slot);
    }

    private void registerForFiles(FileLayer files, Path folder) {
        AuditReader reader = new AuditReader(files, folder, parts.seal());
        new AdoptCommand(core, files).register(commands);
        new AuditCommands(core, reader, new Identity(core, parts.seal())).register(commands);
    }

    /** Whether there is a device in a folder. */
    public static boolean exists(FileLayer files, Path folder) {
        return DeviceFolder.holdsDevice(files, folder);
    }

    /**
     * Makes a device in a new or empty folder, and opens it.
     *
     * @param users together they must be able to administrate it and manage its users
     * @throws HsmException of kind STORE if there is one, or the folder cannot be written
     */
    public static Device create(
            FileLayer files,
            Path folder,
            StoreSecret secret,
            List<InitialUser> users,
            InstantSource clock,
            SecureRandom random) {
        return create(files, folder, secret, users, clock, random, DeviceOptions.DEFAULT);
    }

    /** Makes a device that differs from others in its {@link DeviceOptions}. */
    public static Device create(
            FileLayer files,
            Path folder,
            StoreSecret secret,
            List<InitialUser> users,
            InstantSource clock,
            SecureRandom random,
            DeviceOptions options) {
        List<StoreRecord> records = new ArrayList<>(InitialUsers.records(users, options, random));
        return DeviceFolder.guarded(
                folder,
                () -> {
                    FolderLock lock = DeviceFolder.begin(files, folder);
                    DeviceFolder.writeHead(files, folder, lock, secret, random);
                    DeviceParts parts = DeviceParts.of(files, folder, lock, secret, random);
                    boolean done = false;
                    try {
                        DeviceLogs logs = parts.logs(files, folder, clock);
                        logs.create();
                        DeviceCore core = new DeviceCore(logs, clock, random, parts.deviceId());
                        records.addAll(Identity.create(parts.seal(), random));
                        core.change(AuditEvent.ofDevice("device.created", "device", ""), records);
                        DeviceFolder.finish(files, folder);
                        done = true;
                        return new Device(files, folder, parts, core, options);
                    } finally {
                        if (!done) {
                            parts.close();
                        }
                    }
                });
    }

    /**
     * Opens the device in a folder.
     *
     * @throws HsmException of kind WRONG_PIN if the secret is not the store's, of kind STORE if the
     *     device cannot be opened at all, or is open elsewhere
     */
    public static Device open(
            FileLayer files,
            Path folder,
            StoreSecret secret,
            InstantSource clock,
            SecureRandom random) {
        return open(files, folder, secret, clock, random, DeviceOptions.DEFAULT);
    }

    /** Opens a device that differs from others in its {@link DeviceOptions}. */
    public static Device open(
            FileLayer files,
            Path folder,
            StoreSecret secret,
            InstantSource clock,
            SecureRandom random,
            DeviceOptions options) {
        return DeviceFolder.guarded(
                folder,
                () -> {
                    FolderLock lock = DeviceFolder.take(files, folder);
                    DeviceParts parts = DeviceParts.of(files, folder, lock, secret, random);
                    boolean done = false;
                    try {
                        DeviceLogs logs = parts.logs(files, folder, clock);
                        List<String> wrong = logs.open();
                        DeviceCore core = new DeviceCore(logs, clock, random, parts.deviceId());
                        AuditReader reader = new AuditReader(files, folder, parts.seal());
                        new Opening(core, reader, new Identity(core, parts.seal()))
                                .run(wrong, options.expectedHead());
                        done = true;
                        return new Device(files, folder, parts, core, options);
                    } finally {
                        if (!done) {
                            parts.close();
                        }
                    }
                });
    }

    /** Objects at rest. */
    public Vault vault() {
        return vault;
    }

    /** The slots as PKCS#11 sees them. */
    public SlotAccess slots() {
        return slots;
    }

    /** Keys that rest elsewhere, sealed under the master backup key. */
    public ExternalKeys externalKeys() {
        return new WrappedKeys(backupKey);
    }

    /** Where other parts register their commands. */
    public Commands commands() {
        return commands;
    }

    public DeviceState state() {
        return core.state();
    }

    /** Sixteen bytes that no other device has. */
    public byte[] id() {
        return core.deviceId();
    }

    /** Begins a native session. */
    public NativeSession openSession(Peer peer) {
        return new Session(
                core, commands, new KeyDoor(core, this::keyStatus, keys.open(peer)), peer);
    }

    /** What a device knows of a key beyond its attributes. */
    public KeyStatus keyStatus(StoredObject key) {
        KeyRules rules = gates.rules(key);
        Activation activation = rules.activation();
        return new KeyStatus(
                rules.uses(),
                rules.limit(),
                activation == null ? Instant.EPOCH : activation.until());
    }

    /** Tells who runs the commands about keys and certificates. */
    public void keys(KeyService service) {
        keys = service;
    }

    /** Tells where to ask how many applications there are. */
    public void countApplications(IntSupplier count) {
        applications = count;
    }

    /** Does what is due; called about once a second. */
    public void tick() {
        try {
            core.retryAudit();
            long now = core.clock().millis();
            long last = usesWritten.get();
            if (now - last >= WRITE_USES_MILLIS && usesWritten.compareAndSet(last, now)) {
                gates.write();
            }
        } catch (CryptokiException e) {
            core.warn(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the store's log anew, with what counts only. */
    void compact() {
        core.journal().rewrite();
    }

    /** Ends all use, writes down what was counted, and gives the folder back. */
    @Override
    public void close() {
        try {
            gates.end();
            core.stop();
        } catch (CryptokiException e) {
            DeviceLog.warning("hsm.stop-failed", String.valueOf(e.getMessage()));
        } finally {
            parts.close();
        }
    }
}
