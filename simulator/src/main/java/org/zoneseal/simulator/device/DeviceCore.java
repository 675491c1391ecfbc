package org.zoneseal.simulator.device;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.storage.StorageException;

/**
 * What all parts of a device stand on: its contents, the two logs, the time, and its state.
 *
 * <p>A change is written to the audit log first and then to the store's: so there is none without
 * an entry. (An entry whose change did not come about is followed by one that says so, or by the
 * entry of the restart.)
 */
final class DeviceCore {

    static final String REQUIRED = "audit-required";

    private static final int MAX_WARNINGS = 100;

    static final String ALARM = "alarm";

    private final DeviceLogs logs;
    private final Contents contents;
    private final StoreJournal journal;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    private final byte[] deviceId;
    private final Flood flood;
    private final ReentrantLock configuration = new ReentrantLock();
    private final ReentrantReadWriteLock slotChanges = new ReentrantReadWriteLock();
    private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
    private volatile DeviceState state;
    private volatile boolean auditFailing;

    DeviceCore(DeviceLogs logs, InstantSource clock, SecureRandom random, byte[] deviceId) {
        this.logs = logs;
        this.contents = logs.contents();
        this.journal = logs.journal();
        this.audit = logs.audit();
        this.clock = clock;
        this.random = random;
        this.deviceId = deviceId;
        this.flood = new Flood(clock);
        this.state = DeviceState.OPERATIONAL;
    }

    Contents contents() {
        return contents;
    }

    StoreJournal journal() {
        return journal;
    }

    AuditLog audit() {
        return audit;
    }

    InstantSource clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    byte[] deviceId() {
        return deviceId.clone();
    }

    DeviceState state() {
        return state;
    }

    void state(DeviceState next) {
        state = next;
    }

    /** Stops all key use until an administrator resets it, also after a restart. */
    void raiseAlarm(String why) {
        warn("alarm: " + why);
        if (state == DeviceState.ALARM) {
            return;
        }
        state = DeviceState.ALARM;
        note(AuditEvent.ofDevice("device.alarm", "device", why));
        try {
            journal.commit(List.of(new StoreRecord.SettingPut(ALARM, why)));
        } catch (StorageException e) {
            warn("the alarm could not be stored: " + e.getMessage());
        }
    }

    /** Ends an alarm: what can be read now is what counts from now on. */
    void resetAlarm(AuditEvent event) {
        try {
            logs.begin(event, clock.millis());
            journal.commit(List.of(new StoreRecord.SettingPut(ALARM, "")));
        } catch (StorageException e) {
            throw refusal(e);
        }
        warnings.clear();
        auditFailing = false;
        state = DeviceState.OPERATIONAL;
    }

    /** Counts a failed login; in an alarm, where it cannot be stored, in memory. */
    void count(StoreRecord.Failures failures) {
        try {
            journal.commit(List.of(failures));
        } catch (StorageException e) {
            if (state != DeviceState.ALARM) {
                throw refusal(e);
            }
            contents.apply(failures);
        }
    }

    void warn(String warning) {
        DeviceLog.warning("hsm.warning", warning);
        if (warnings.size() < MAX_WARNINGS && !warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** A slot that is there. */
    Slot slot(int number) {
        Slot slot = contents.slot(number);
        if (slot == null) {
            throw new CryptokiException(
                    Ckr.SLOT_ID_INVALID,
                    "there is no slot "
                            + number
                            + "; an administrator makes one with zoneseal hsm slot init");
        }
        return slot;
    }

    /** Runs a change of objects, while no slot goes. */
    <T> T withSlots(Supplier<T> change) {
        return locked(slotChanges.readLock(), change);
    }

    /** Runs a change that takes objects away with their slot, while nobody changes any. */
    <T> T withoutObjectChanges(Supplier<T> change) {
        return locked(slotChanges.writeLock(), change);
    }

    private static <T> T locked(Lock lock, Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs what reads, decides and changes, one at a time. */
    <T> T configuring(Supplier<T> change) {
        return locked(configuration, change);
    }

    /** Writes an entry to the audit log; durable when this returns. */
    void note(AuditEvent event) {
        try {
            noteClock();
            audit.write(event);
            DeviceLog.mirror(event);
            auditFailing = false;
        } catch (StorageException e) {
            auditFailing = true;
            warn("the audit log cannot be written: " + e.getMessage());
            if (auditRequired() && state != DeviceState.ALARM) {
                throw new CryptokiException(
                        Ckr.FUNCTION_REJECTED,
                        "refused, because the audit log cannot be written: " + e.getMessage());
            }
        }
    }

    /** The same for what anybody can bring about: not more often than the log can bear. */
    void noteUnlessFlooded(AuditEvent event) {
        if (flood.admits()) {
            note(flood.told(event));
        }
    }

    /** Tries again whether the audit log can be written, so that use goes on by itself. */
    void retryAudit() {
        if (auditFailing && state != DeviceState.ALARM) {
            note(AuditEvent.ofDevice("audit.resumed", "audit", ""));
        }
    }

    private void noteClock() {
        if (clock.instant().isBefore(audit.lastTime().minusSeconds(1))) {
            String how = "from " + audit.lastTime() + " to " + clock.instant();
            warn("the clock went backwards " + how + "; limits in time depend on it");
            audit.write(AuditEvent.ofDevice("clock.backwards", "device", how));
        }
    }

    /** Writes an entry to the audit log, and then makes the change. */
    void change(AuditEvent event, List<StoreRecord> records) {
        checkChangeable();
        note(event);
        commit(records);
    }

    void change(AuditEvent event, StoreRecord record) {
        change(event, List.of(record));
    }

    /** Makes a change; durable and seen when this returns. */
    void commit(List<StoreRecord> records) {
        checkChangeable();
        try {
            journal.commit(records);
        } catch (StorageException e) {
            throw refusal(e);
        }
    }

    /** Whether a key may be used now, as far as the device is concerned. */
    void checkUsable() {
        if (state != DeviceState.OPERATIONAL || auditFailing) {
            refuseUse();
        }
    }

    private void refuseUse() {
        switch (state) {
            case ALARM -> throw alarm();
            case MAINTENANCE ->
                    throw new CryptokiException(
                            Ckr.FUNCTION_REJECTED,
                            "the device is in maintenance; an administrator ends that with zoneseal"
                                    + " hsm maintenance off");
            case OPERATIONAL -> {
                if (auditRequired()) {
                    throw new CryptokiException(
                            Ckr.FUNCTION_REJECTED,
                            "refused, because the audit log cannot be written");
                }
            }
        }
    }

    /** Whether the device may be changed at all. */
    void checkChangeable() {
        if (state == DeviceState.ALARM) {
            throw alarm();
        }
    }

    private static CryptokiException alarm() {
        return new CryptokiException(
                Ckr.DEVICE_ERROR,
                "the device is in alarm: zoneseal hsm status says why; an administrator looks into"
                        + " it and resets it");
    }

    private boolean auditRequired() {
        return contents.setting(REQUIRED, "false").equals("true");
    }

    private static CryptokiException refusal(StorageException e) {
        long value =
                switch (e.kind()) {
                    case NO_SPACE -> Ckr.DEVICE_MEMORY;
                    case READ_ONLY -> Ckr.TOKEN_WRITE_PROTECTED;
                    case LOCKED, MISSING, DAMAGED, NEWER_FORMAT, NOT_DURABLE, FAILED ->
                            Ckr.DEVICE_ERROR;
                };
        return new CryptokiException(value, "the device's store: " + e.getMessage());
    }

    /** Writes down that the device stops in good order. */
    void stop() {
        if (state != DeviceState.ALARM) {
            note(AuditEvent.ofDevice("device.stopped", "device", ""));
            commit(List.of(new StoreRecord.Closed()));
        }
    }
}
