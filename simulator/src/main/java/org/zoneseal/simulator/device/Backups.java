package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * Makes backups and brings them back, on this device or another with the same master backup key.
 *
 * <pre>
 * "ZSBACKUP" 8 | format 2 = 1 | device id 16 | time 8 | id of the key 8 | salt 32 | sealed contents
 * </pre>
 */
final class Backups {

    private static final String PURPOSE = "backup v1";
    private static final byte[] MAGIC = "ZSBACKUP".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int HEAD_LENGTH = 8 + 2 + 16 + 8;

    /** About how many bytes are restored in one step. */
    private static final long STEP = 1 << 22;

    private final DeviceCore core;
    private final ObjectVault vault;
    private final BackupKey key;
    private final Slots slots;

    Backups(DeviceCore core, ObjectVault vault, BackupKey key, Slots slots) {
        this.core = core;
        this.vault = vault;
        this.key = key;
        this.slots = slots;
    }

    /** Seals users, and some slots with their objects and the users that belong to them. */
    byte[] create(Predicate<User> users, IntPredicate ofSlots) {
        key.checkThere();
        Contents now = core.contents();
        List<Slot> chosen =
                now.slots().stream().filter(slot -> ofSlots.test(slot.number())).toList();
        List<User> who =
                now.users().stream()
                        .filter(user -> isOfSlot(user) ? isOf(user, chosen) : users.test(user))
                        .toList();
        List<BackupContents.OneObject> objects = new ArrayList<>();
        try (BackupContents contents = new BackupContents(who, chosen, objects)) {
            for (Slot slot : chosen) {
                vault.objects(slot.number()).forEach(object -> objects.add(open(object)));
            }
            byte[] plain = contents.toBytes();
            try {
                return key.seal(PURPOSE, head(), plain);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        }
    }

    /**
     * Whether a backup brings users other than a new slot's, or other PINs for one that is here.
     */
    boolean changesUsers(BackupContents contents) {
        return contents.users().stream()
                .anyMatch(user -> !isOf(user, contents.slots()) || isAnother(user));
    }

    private boolean isAnother(User user) {
        User here = core.contents().user(user.name());
        return here != null && !here.credential().isSame(user.credential());
    }

    private static boolean isOfSlot(User user) {
        return Slot.isUserName(user.name());
    }

    private static boolean isOf(User user, List<Slot> chosen) {
        return chosen.stream()
                .anyMatch(slot ->
                        user.name().equals(slot.officer()) || user.name().equals(slot.user()));
    }

    private BackupContents.OneObject open(StoredObject object) {
        String id = object.place().id();
        return new BackupContents.OneObject(
                object.slot(),
                id,
                core.contents().taken(id),
                new Vault.NewObject(object.attributes(), vault.secret(object, new byte[0])));
    }

    private byte[] head() {
        return new WireWriter()
                .raw(MAGIC)
                .u16(FORMAT)
                .raw(core.deviceId())
                .u64(core.clock().millis())
                .toBytes();
    }

    /** Opens a backup; the caller closes it. */
    BackupContents open(byte[] backup) {
        if (backup.length < HEAD_LENGTH
                || !Arrays.equals(backup, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("this is no backup of a device");
        }
        if (backup[MAGIC.length] != 0 || backup[MAGIC.length + 1] != FORMAT) {
            throw new IllegalArgumentException("this backup is of a newer format");
        }
        byte[] plain = key.open(PURPOSE, HEAD_LENGTH, backup);
        try {
            return BackupContents.read(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Refuses what is there already. */
    void checkNew(BackupContents contents) {
        for (User user : contents.users()) {
            if (core.contents().user(user.name()) != null) {
                throw taken("user " + user.name());
            }
        }
        for (BackupContents.OneObject one : contents.objects()) {
            if (core.contents().object(one.id()) != null) {
                throw taken("object " + one.id());
            }
        }
    }

    private static CryptokiException taken(String what) {
        return new CryptokiException(
                Ckr.FUNCTION_REJECTED,
                what
                        + " of the backup is on this device already; restore with replace to put the"
                        + " backup's in its place, nothing was changed");
    }

    /** Brings back what is in a backup; each step is durable, the last one makes it whole. */
    void restore(BackupContents contents) {
        checkManageable(contents);
        List<StoreRecord> first = new ArrayList<>();
        contents.slots().forEach(slot -> first.addAll(slot(slot)));
        for (User user : contents.users()) {
            first.add(new StoreRecord.UserPut(user));
            if (isAnother(user)) {
                first.add(new StoreRecord.Failures(user.name(), 0));
            }
        }
        contents.slots().forEach(slot -> first.addAll(slots.revoked(slot.number())));
        if (!first.isEmpty()) {
            core.commit(first);
        }
        restoreObjects(contents.objects());
    }

    private void restoreObjects(List<BackupContents.OneObject> objects) {
        List<BackupContents.OneObject> step = new ArrayList<>();
        long length = 0;
        for (BackupContents.OneObject one : objects) {
            step.add(one);
            length += StoreRecord.ROUGH_LENGTH + one.roughLength();
            if (length >= STEP) {
                vault.restore(step);
                step.clear();
                length = 0;
            }
        }
        if (!step.isEmpty()) {
            vault.restore(step);
        }
    }

    /** A slot that is there keeps its settings; one that is not gets its own serial here. */
    private List<StoreRecord> slot(Slot slot) {
        if (core.contents().slot(slot.number()) != null) {
            return List.of();
        }
        return List.of(new StoreRecord.SlotPut(slot.on(slots.serial(slot.number()))));
    }

    private void checkManageable(BackupContents contents) {
        Map<String, User> after = new HashMap<>();
        core.contents().users().forEach(user -> after.put(user.name(), user));
        contents.users().forEach(user -> after.put(user.name(), user));
        if (!UserCommands.usersCanManage(after.values().stream())) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "with the users of this backup nobody could administrate the device any more");
        }
    }
}
