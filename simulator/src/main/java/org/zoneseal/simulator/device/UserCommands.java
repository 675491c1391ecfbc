package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** The commands that begin with {@code user.}. */
final class UserCommands {

    private static final int MAX_USERS = 10_000;

    private final DeviceCore core;
    private final Logins logins;

    UserCommands(DeviceCore core, Logins logins) {
        this.core = core;
        this.logins = logins;
    }

    void register(Commands commands) {
        Need manager = Need.of(Group.USERS);
        commands.register("user.list", manager, List.of(), this::list);
        commands.register(
                "user.add",
                manager,
                List.of("name", "permissions", "password", "public-key", "slots"),
                this::add);
        commands.register("user.remove", manager, List.of("name"), this::remove);
        commands.register(
                "user.password",
                Need.NOTHING,
                List.of("name", "password", "public-key"),
                this::password);
        commands.register("user.unlock", manager, List.of("name"), this::unlock);
    }

    private Value list(CommandCall call) {
        List<Value> users = new ArrayList<>();
        for (User user : core.contents().users()) {
            users.add(
                    new Value.Fields()
                            .put("name", user.name())
                            .put("permissions", user.permissions().toString())
                            .put("kind", user.credential().kind())
                            .put("slots", user.slots().text())
                            .put("locked", logins.isLocked(user.name()))
                            .put("failures", core.contents().failures(user.name()))
                            .map());
        }
        return new Value.ListOf(users);
    }

    private Value add(CommandCall call) {
        Permissions permissions = Permissions.of(call.text("permissions"));
        SlotPattern slots = new SlotPattern(call.text("slots", SlotPattern.ALL.text()));
        User user = new User(call.text("name"), permissions, credential(call), slots);
        checkNotReserved(call, user.name());
        core.configuring(() -> {
            if (core.contents().user(user.name()) != null) {
                throw call.bad("name", "there is a user " + user.name() + " already");
            }
            if (core.contents().users().size() >= MAX_USERS) {
                throw new CryptokiException(
                        Ckr.DEVICE_MEMORY, "the device has " + MAX_USERS + " users, its most");
            }
            core.change(
                    event(call, "user.added", user.name(), "permissions " + permissions),
                    new StoreRecord.UserPut(user));
            return user;
        });
        return Value.Nothing.NOTHING;
    }

    private Value remove(CommandCall call) {
        core.configuring(() -> {
            User user = known(call);
            checkNotReserved(call, user.name());
            checkStillManageable(user.name());
            core.change(
                    event(call, "user.removed", user.name(), ""),
                    new StoreRecord.UserGone(user.name()));
            return user;
        });
        return Value.Nothing.NOTHING;
    }

    private Value password(CommandCall call) {
        String name = call.text("name");
        boolean alone = call.actors().equals(List.of(name));
        if (!alone) {
            LoginCommands.session(call).check("user.password", Need.of(Group.USERS));
        }
        checkNotReserved(call, name);
        known(call);
        Credential credential = credential(call);
        return core.configuring(() -> {
            User user = known(call).with(credential);
            core.change(
                    event(call, "user.password-changed", name, credential.kind()),
                    List.of(new StoreRecord.UserPut(user), new StoreRecord.Failures(name, 0)));
            if (alone) {
                LoginCommands.session(call).renewed(name);
            }
            return Value.Nothing.NOTHING;
        });
    }

    private Value unlock(CommandCall call) {
        return core.configuring(() -> {
            User user = known(call);
            core.change(
                    event(call, "user.unlocked", user.name(), ""),
                    new StoreRecord.Failures(user.name(), 0));
            return Value.Nothing.NOTHING;
        });
    }

    private Credential credential(CommandCall call) {
        if (call.has("password") == call.has("public-key")) {
            throw call.bad("password", "give either a password or a public-key");
        }
        if (call.has("public-key")) {
            return new Credential.PublicKey(KeyFiles.publicKey(call.bytes("public-key")).clone());
        }
        byte[] password = call.bytes("password");
        Slots.checkPin(password);
        return logins.passwords().of(password);
    }

    private User known(CommandCall call) {
        User user = core.contents().user(call.text("name"));
        if (user == null) {
            throw call.bad("name", "there is no user " + call.text("name"));
        }
        return user;
    }

    /** Users of slots are made, changed and removed with their slots. */
    private void checkNotReserved(CommandCall call, String name) {
        if (Slot.isUserName(name)) {
            throw call.bad(
                    "name",
                    name
                            + " belongs to a slot; its PIN is changed through the slot, and slot"
                            + " remove removes it");
        }
    }

    /**
     * Whether without this user there are still two halves of an administrator and user manager.
     */
    private void checkStillManageable(String without) {
        Stream<User> others =
                core.contents().users().stream().filter(user -> !user.name().equals(without));
        if (!usersCanManage(others)) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "without "
                            + without
                            + " nobody could administrate the device or manage its users any more;"
                            + " add another one first");
        }
    }

    /** Whether users, together, can administrate the device and manage all of its users. */
    static boolean usersCanManage(Stream<User> users) {
        return canManage(users.filter(user -> user.slots().isAll()).map(User::permissions));
    }

    /** Whether these users, together, can administrate a device and manage its users. */
    static boolean canManage(Stream<Permissions> users) {
        Permissions sum = users.reduce(Permissions.NONE, Permissions::plus);
        return sum.suffices(Group.ADMINISTRATION) && sum.suffices(Group.USERS);
    }

    private static AuditEvent event(CommandCall call, String event, String name, String detail) {
        return new AuditEvent(event, call.actors(), call.peer(), name, detail);
    }
}
