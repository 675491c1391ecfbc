package org.zoneseal.simulator.device;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the users that a new device begins with into records. */
final class InitialUsers {

    private InitialUsers() {}

    static List<StoreRecord> records(
            List<InitialUser> users, DeviceOptions options, SecureRandom random) {
        if (!UserCommands.canManage(users.stream().map(InitialUser::permissions))) {
            throw DeviceFolder.store(
                    "the first users of a device must be able to administrate it and to manage its"
                            + " users together, such as one with 22000000 or two with 11000000");
        }
        Set<String> names = new HashSet<>();
        Passwords passwords = new Passwords(options.passwordCost(), random);
        return users.stream()
                .<StoreRecord>map(user -> {
                    if (!names.add(user.name())) {
                        throw DeviceFolder.store("two users are called " + user.name());
                    }
                    return new StoreRecord.UserPut(user(user, passwords));
                })
                .toList();
    }

    private static User user(InitialUser user, Passwords passwords) {
        Credential credential =
                switch (user) {
                    case InitialUser.WithPassword(_, _, byte[] password) -> {
                        Slots.checkPin(password);
                        yield passwords.of(password);
                    }
                    case InitialUser.WithKey(_, _, byte[] key) ->
                            new Credential.PublicKey(KeyFiles.publicKey(key).clone());
                };
        return new User(user.name(), user.permissions(), credential, SlotPattern.ALL);
    }
}
