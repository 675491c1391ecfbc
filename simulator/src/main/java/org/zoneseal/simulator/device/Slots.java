package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;

/** The slots of a device, as PKCS#11 sees them; their PINs are passwords of two users each. */
final class Slots implements SlotAccess {

    static final int MIN_PIN = 4;
    static final int MAX_PIN = 255;

    private static final Permissions USER_PERMISSIONS = Permissions.of("00000022");
    private static final int SERIAL_BYTES = 6;

    private final DeviceCore core;
    private final Logins logins;
    private final KeyGates gates;
    private final Resumes resumes;
    private final IntConsumer renewed;

    Slots(DeviceCore core, Logins logins, KeyGates gates, IntConsumer renewed) {
        this.core = core;
        this.logins = logins;
        this.gates = gates;
        this.resumes = new Resumes(core);
        this.renewed = renewed;
    }

    @Override
    public List<Integer> slots() {
        return core.contents().slots().stream().map(Slot::number).toList();
    }

    @Override
    public SlotStatus status(int number) {
        Slot slot = core.slot(number);
        return new SlotStatus(
                number,
                slot.initialized(),
                slot.label(),
                slot.serial(),
                core.contents().user(slot.user()) != null,
                slot.open(),
                slot.developer(),
                pinState(slot.user()),
                pinState(slot.officer()),
                MIN_PIN,
                MAX_PIN);
    }

    private PinState pinState(String user) {
        int failures = core.contents().failures(user);
        if (failures >= Logins.MAX_FAILURES) {
            return PinState.LOCKED;
        }
        if (failures == Logins.MAX_FAILURES - 1) {
            return PinState.FINAL_TRY;
        }
        return failures == 0 ? PinState.FINE : PinState.COUNT_LOW;
    }

    @Override
    public void login(int number, UserKind kind, byte[] pin, Peer peer) {
        core.checkUsable();
        Slot slot = core.slot(number);
        if (!slot.initialized()) {
            throw new CryptokiException(
                    Ckr.TOKEN_NOT_RECOGNIZED,
                    "the token in slot " + number + " is not initialized");
        }
        String user = userName(slot, kind);
        if (core.contents().user(user) == null) {
            throw new CryptokiException(
                    Ckr.USER_PIN_NOT_INITIALIZED,
                    "slot " + number + " has no user PIN yet; its security officer sets one");
        }
        logins.password(user, pin, peer);
    }

    @Override
    public void initToken(int number, byte[] soPin, String label, Peer peer) {
        core.checkUsable();
        Slot slot = core.slot(number);
        if (!slot.open()) {
            core.noteUnlessFlooded(
                    new AuditEvent(
                            "slot.init-refused",
                            List.of(),
                            peer,
                            "slot " + number,
                            "run zoneseal hsm slot init " + number));
            throw new CryptokiException(
                    Ckr.TOKEN_WRITE_PROTECTED,
                    "slot "
                            + number
                            + " is initialized by an administrator only: zoneseal hsm slot init "
                            + number
                            + ", or with --open once, and then by anybody with its SO PIN");
        }
        checkPin(soPin);
        User before = core.contents().user(slot.officer());
        if (slot.initialized()) {
            logins.password(slot.officer(), soPin, peer);
        }
        Credential credential = logins.passwords().of(soPin);
        core.withoutObjectChanges(() ->
                core.configuring(() -> {
                    checkUnchanged(slot, slot.officer(), before);
                    List<StoreRecord> records = new ArrayList<>(emptied(slot));
                    records.add(new StoreRecord.SlotPut(slot.initialized(label)));
                    records.add(new StoreRecord.UserPut(officer(slot, credential)));
                    records.add(new StoreRecord.UserGone(slot.user()));
                    core.change(
                            new AuditEvent(
                                    "slot.initialized", List.of(), peer, "slot " + number, label),
                            records);
                    return slot;
                }));
        renewed.accept(number);
    }

    /** Somebody else was here while the PIN was checked: what it was checked against is gone. */
    private void checkUnchanged(Slot slot, String name, @Nullable User before) {
        if (!Objects.equals(core.contents().user(name), before)
                || !slot.equals(core.contents().slot(slot.number()))) {
            throw new CryptokiException(
                    Ckr.FUNCTION_FAILED,
                    "slot " + slot.number() + " was changed meanwhile; look at it and try again");
        }
    }

    /** What takes all objects out of a slot, and all promises to its users back. */
    private List<StoreRecord> emptied(Slot slot) {
        return List.of(
                new StoreRecord.SlotGone(slot.number()), new StoreRecord.Failures(slot.user(), 0));
    }

    @Override
    public void initPin(int number, byte[] pin, Peer peer) {
        checkPin(pin);
        Slot slot = core.slot(number);
        Credential credential = logins.passwords().of(pin);
        User before = core.contents().user(slot.user());
        core.configuring(() -> {
            checkUnchanged(slot, slot.user(), before);
            core.change(
                    new AuditEvent("pin.initialized", List.of(), peer, slot.user(), ""),
                    changedPin(slot, user(slot, credential)));
            return slot;
        });
    }

    @Override
    public void setPin(int number, UserKind kind, byte[] oldPin, byte[] newPin, Peer peer) {
        checkPin(newPin);
        Slot slot = core.slot(number);
        User before = core.contents().user(userName(slot, kind));
        login(number, kind, oldPin, peer);
        Credential credential = logins.passwords().of(newPin);
        User user = kind == UserKind.USER ? user(slot, credential) : officer(slot, credential);
        core.configuring(() -> {
            checkUnchanged(slot, user.name(), before);
            core.change(
                    new AuditEvent("pin.changed", List.of(), peer, user.name(), ""),
                    changedPin(slot, user));
            return slot;
        });
    }

    private List<StoreRecord> changedPin(Slot slot, User user) {
        List<StoreRecord> records = new ArrayList<>();
        records.add(new StoreRecord.UserPut(user));
        records.add(new StoreRecord.Failures(user.name(), 0));
        if (user.name().equals(slot.user())) {
            records.addAll(resumes.allRevoked(slot.number()));
        }
        return records;
    }

    User officer(Slot slot, Credential credential) {
        return new User(slot.officer(), Permissions.NONE, credential, only(slot));
    }

    User user(Slot slot, Credential credential) {
        return new User(slot.user(), USER_PERMISSIONS, credential, only(slot));
    }

    private static SlotPattern only(Slot slot) {
        return new SlotPattern(Integer.toString(slot.number()));
    }

    /** Sixteen characters: the device's beginning, and the slot. */
    String serial(int number) {
        return HexFormat.of().formatHex(core.deviceId(), 0, SERIAL_BYTES)
                + String.format(Locale.ROOT, "%04d", number);
    }

    static void checkPin(byte[] pin) {
        if (pin.length < MIN_PIN || pin.length > MAX_PIN) {
            throw new CryptokiException(
                    Ckr.PIN_LEN_RANGE, "a PIN has " + MIN_PIN + " to " + MAX_PIN + " bytes");
        }
    }

    private static String userName(Slot slot, UserKind kind) {
        return switch (kind) {
            case SECURITY_OFFICER -> slot.officer();
            case USER -> slot.user();
        };
    }

    @Override
    public byte[] issueResume(int slot, Peer peer) {
        return resumes.issue(slot);
    }

    @Override
    public byte[] resume(int slot, byte[] secret, Peer peer) {
        core.checkUsable();
        return resumes.use(slot, secret, peer);
    }

    @Override
    public void revokeResume(byte[] secret) {
        resumes.revoke(secret);
    }

    @Override
    public void checkUsable() {
        core.checkUsable();
    }

    /** What takes all back that logins of a slot's user could be resumed with. */
    List<StoreRecord> revoked(int slot) {
        return resumes.allRevoked(slot);
    }

    @Override
    public KeyUse use(StoredObject key, Peer peer) {
        return gates.use(key, peer);
    }

    @Override
    public boolean isDeveloper(int slot) {
        return core.slot(slot).developer();
    }

    @Override
    public void audit(String event, int slot, String subject, Peer peer) {
        core.note(new AuditEvent(event, List.of(), peer, subject, "slot " + slot));
    }
}
