package org.zoneseal.simulator.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.zoneseal.cryptoki.Ckr;

/** The slots of a device, as PKCS#11 sees them; their PINs are passwords of two users each. */
final class Slots implements SlotAccess {

    static final int MIN_PIN = 4;
    static final int MAX_PIN = 255;

    private static final Permissions USER_PERMISSIONS = Permissions.of("00000022");
    private static final Duration RESUME_LIFE = Duration.ofHours(24);
    private static final int RESUME_LENGTH = 32;
    private static final int MAX_RESUMES = 10_000;
    private static final int SERIAL_BYTES = 6;

    private final DeviceCore core;
    private final Logins logins;
    private final KeyGates gates;

    Slots(DeviceCore core, Logins logins, KeyGates gates) {
        this.core = core;
        this.logins = logins;
        this.gates = gates;
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
            core.note(
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
        if (slot.initialized()) {
            logins.password(slot.officer(), soPin, peer);
        }
        Credential credential = logins.passwords().of(soPin);
        core.withoutObjectChanges(() -> {
            List<StoreRecord> records = new ArrayList<>(emptied(slot));
            records.add(new StoreRecord.SlotPut(slot.initialized(label)));
            records.add(new StoreRecord.UserPut(officer(slot, credential)));
            records.add(new StoreRecord.UserGone(slot.user()));
            core.change(
                    new AuditEvent("slot.initialized", List.of(), peer, "slot " + number, label),
                    records);
            return slot;
        });
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
        core.configuring(() -> {
            core.change(
                    new AuditEvent("pin.initialized", List.of(), peer, slot.user(), ""),
                    changedPin(slot, user(slot, credential)));
            return slot;
        });
    }

    @Override
    public void setPin(int number, UserKind kind, byte[] oldPin, byte[] newPin, Peer peer) {
        checkPin(newPin);
        login(number, kind, oldPin, peer);
        Slot slot = core.slot(number);
        Credential credential = logins.passwords().of(newPin);
        User user = kind == UserKind.USER ? user(slot, credential) : officer(slot, credential);
        core.configuring(() -> {
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
            records.addAll(revoked(slot.number()));
        }
        return records;
    }

    /** Takes back all that sessions of a slot's user could be resumed with. */
    List<StoreRecord> revoked(int slot) {
        List<StoreRecord> records = new ArrayList<>();
        for (StoreRecord.ResumePut resume : core.contents().resumes()) {
            if (resume.slot() == slot) {
                records.add(new StoreRecord.ResumeGone(resume.digest()));
            }
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
    public byte[] issueResume(int number, Peer peer) {
        return core.configuring(() -> {
            Issued issued = newResume(number);
            core.commit(issued.records());
            return issued.secret();
        });
    }

    @Override
    public byte[] resume(int number, byte[] secret, Peer peer) {
        core.checkUsable();
        String digest = digest(secret);
        return core.configuring(() -> {
            StoreRecord.ResumePut known = core.contents().resume(digest);
            if (known == null
                    || known.slot() != number
                    || !core.clock().instant().isBefore(known.until())) {
                core.note(
                        new AuditEvent(
                                "login.resume-failed", List.of(), peer, "slot " + number, ""));
                throw new CryptokiException(
                        Ckr.PIN_INCORRECT, "this login cannot be resumed; log in with the PIN");
            }
            Issued issued = newResume(number);
            List<StoreRecord> records = new ArrayList<>(issued.records());
            records.add(new StoreRecord.ResumeGone(digest));
            core.change(
                    new AuditEvent("login.resumed", List.of(), peer, "slot " + number, ""),
                    records);
            return issued.secret();
        });
    }

    private record Issued(byte[] secret, List<StoreRecord> records) {}

    private Issued newResume(int number) {
        byte[] secret = new byte[RESUME_LENGTH];
        core.random().nextBytes(secret);
        Instant now = core.clock().instant();
        List<StoreRecord> records = new ArrayList<>(expired(now));
        records.add(new StoreRecord.ResumePut(digest(secret), number, now.plus(RESUME_LIFE)));
        return new Issued(secret, records);
    }

    /** Forgets what is too old, when there is much of it. */
    private List<StoreRecord> expired(Instant now) {
        List<StoreRecord.ResumePut> all = new ArrayList<>(core.contents().resumes());
        if (all.size() < MAX_RESUMES) {
            return List.of();
        }
        all.sort((one, other) -> one.until().compareTo(other.until()));
        List<StoreRecord> gone = new ArrayList<>();
        for (StoreRecord.ResumePut each : all) {
            if (gone.size() <= MAX_RESUMES / 10 || !now.isBefore(each.until())) {
                gone.add(new StoreRecord.ResumeGone(each.digest()));
            }
        }
        return gone;
    }

    @Override
    public void revokeResume(byte[] secret) {
        String digest = digest(secret);
        core.configuring(() -> {
            if (core.contents().resume(digest) != null) {
                core.commit(List.of(new StoreRecord.ResumeGone(digest)));
            }
            return digest;
        });
    }

    private static String digest(byte[] secret) {
        byte[] digest = StoreFold.sha256().digest(secret);
        try {
            return HexFormat.of().formatHex(digest);
        } finally {
            Arrays.fill(digest, (byte) 0);
        }
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
