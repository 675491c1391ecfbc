package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.Argon2;

/** The commands that begin with {@code backup.}. */
final class BackupCommands {

    private final DeviceCore core;
    private final BackupKey key;
    private final Backups backups;
    private final Argon2 shareCost;

    BackupCommands(DeviceCore core, BackupKey key, Backups backups, Argon2 shareCost) {
        this.core = core;
        this.key = key;
        this.backups = backups;
        this.shareCost = shareCost;
    }

    void register(Commands commands) {
        Need need = Need.of(Group.BACKUP);
        commands.register(
                "backup.key-generate",
                need,
                List.of("threshold", "holders", "replace"),
                this::generate);
        commands.register("backup.key-import", need, List.of("shares", "replace"), this::importKey);
        commands.register(
                "backup.key-show",
                need,
                List.of(),
                call -> new Value.Fields().put("key-id", key.id()).map());
        commands.register("backup.create", need, List.of("users", "keys", "slot"), this::create);
        commands.register("backup.restore", need, List.of("backup", "replace"), this::restore);
    }

    /** Somebody who keeps a share. */
    private record Holder(String name, byte[] passphrase) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Value generate(CommandCall call) {
        List<Holder> holders =
                call.list("holders").stream().map(each -> holder(call, each)).toList();
        int threshold = (int) Math.min(call.number("threshold"), Shamir.MAX_SHARES + 1);
        checkReplace(call, "");
        Shamir.Split split = Shamir.split(threshold, holders.size(), core.random());
        try {
            String id = BackupKey.idOf(split.secret());
            List<Value> shares = new ArrayList<>();
            for (int i = 0; i < holders.size(); i++) {
                BackupShareV1 share =
                        BackupShareV1.of(
                                id,
                                threshold,
                                i + 1,
                                holders.get(i).name(),
                                split.shares().get(i),
                                holders.get(i).passphrase(),
                                shareCost,
                                core.random());
                shares.add(
                        new Value.Fields()
                                .put("holder", share.holder())
                                .put("share", share.file())
                                .map());
            }
            adopt(call, "backup.key-generated", split.secret(), describe(threshold, holders));
            return new Value.Fields().put("key-id", id).put("shares", shares).map();
        } finally {
            Arrays.fill(split.secret(), (byte) 0);
            split.shares().forEach(share -> Arrays.fill(share, (byte) 0));
        }
    }

    private static String describe(int threshold, List<Holder> holders) {
        return threshold + " of " + holders.size() + ": " + holders;
    }

    private static Holder holder(CommandCall call, Value value) {
        if (value instanceof Value.MapOf fields
                && fields.get("name") instanceof Value.Text(String name)
                && fields.get("passphrase") instanceof Value.Bytes(byte[] passphrase)
                && !name.isBlank()
                && name.length() <= 64) {
            Slots.checkPin(passphrase);
            return new Holder(name, passphrase);
        }
        throw call.bad("holders", "each has a name and a passphrase");
    }

    private Value importKey(CommandCall call) {
        SortedMap<Integer, byte[]> opened = new TreeMap<>();
        try {
            BackupShareV1 first = open(call, opened);
            byte[] secret = Shamir.combine(opened);
            try {
                if (!BackupKey.idOf(secret).equals(first.keyId())) {
                    throw call.bad("shares", "together they do not give back the key of their id");
                }
                checkReplace(call, first.keyId());
                adopt(call, "backup.key-imported", secret, "");
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
            return new Value.Fields().put("key-id", first.keyId()).map();
        } finally {
            opened.values().forEach(share -> Arrays.fill(share, (byte) 0));
        }
    }

    /** Opens as many shares as the threshold asks for. */
    private BackupShareV1 open(CommandCall call, SortedMap<Integer, byte[]> opened) {
        BackupShareV1 first = null;
        for (Value value : call.list("shares")) {
            if (!(value instanceof Value.MapOf fields)
                    || !(fields.get("share") instanceof Value.Bytes(byte[] file))
                    || !(fields.get("passphrase") instanceof Value.Bytes(byte[] passphrase))) {
                throw call.bad("shares", "each has a share and a passphrase");
            }
            BackupShareV1 share = BackupShareV1.read(file);
            first = first == null ? share : first;
            if (!share.keyId().equals(first.keyId())) {
                throw call.bad("shares", "they are of different master backup keys");
            }
            if (opened.size() < first.threshold() && !opened.containsKey(share.number())) {
                opened.put(share.number(), share.open(passphrase));
            }
        }
        if (first == null || opened.size() < first.threshold()) {
            throw call.bad(
                    "shares",
                    first == null
                            ? "there are none"
                            : "this key needs "
                                    + first.threshold()
                                    + " different ones, and there are "
                                    + opened.size());
        }
        return first;
    }

    private void checkReplace(CommandCall call, String next) {
        String now = key.id();
        if (!now.isEmpty() && !now.equals(next) && !call.flag("replace", false)) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "this device has the master backup key "
                            + now
                            + "; replace puts another in its place, and then it reads no backup and"
                            + " no external key made under the old one");
        }
    }

    private void adopt(CommandCall call, String event, byte[] secret, String detail) {
        core.configuring(() -> {
            core.change(
                    new AuditEvent(
                            event, call.actors(), call.peer(), BackupKey.idOf(secret), detail),
                    key.records(secret));
            return event;
        });
    }

    private Value create(CommandCall call) {
        boolean users = call.flag("users", true);
        boolean keys = call.flag("keys", true);
        core.checkChangeable();
        int slot = call.has("slot") ? core.slot(call.slot()).number() : -1;
        core.note(
                new AuditEvent(
                        "backup.created",
                        call.actors(),
                        call.peer(),
                        key.id(),
                        (users ? "users " : "")
                                + (keys ? "keys " : "")
                                + (slot < 0 ? "" : "slot " + slot)));
        byte[] backup =
                backups.create(
                        user -> users && slot < 0, each -> keys && (slot < 0 || each == slot));
        return new Value.Fields().put("backup", backup).map();
    }

    private Value restore(CommandCall call) {
        boolean replace = call.flag("replace", false);
        return core.configuring(() -> {
            try (BackupContents contents = backups.open(call.bytes("backup"))) {
                if (backups.changesUsers(contents)) {
                    LoginCommands.session(call).check("restoring users", Need.of(Group.USERS));
                }
                if (!replace) {
                    backups.checkNew(contents);
                }
                core.checkChangeable();
                core.note(
                        new AuditEvent(
                                "backup.restored",
                                call.actors(),
                                call.peer(),
                                key.id(),
                                contents.users().size()
                                        + " users, "
                                        + contents.objects().size()
                                        + " objects"
                                        + (replace ? ", replacing" : "")));
                backups.restore(contents);
                return new Value.Fields()
                        .put("users", contents.users().size())
                        .put("objects", contents.objects().size())
                        .map();
            }
        });
    }
}
