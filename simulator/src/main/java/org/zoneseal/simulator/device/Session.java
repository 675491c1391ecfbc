package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/** The native session of one application. */
final class Session implements NativeSession {

    private static final Set<String> SECRETS =
            Set.of("password", "pin", "so-pin", "passphrase", "signature");
    private static final int MOST_USERS = 16;

    private final DeviceCore core;
    private final Commands commands;
    private final KeyDoor keys;
    private final Peer peer;
    private final Map<String, Credential> loggedIn = new LinkedHashMap<>();
    private @Nullable Challenge challenge;
    private volatile boolean closed;

    /** What somebody was asked to sign. */
    private record Challenge(String user, byte[] bytes, long untilMillis) {}

    Session(DeviceCore core, Commands commands, KeyDoor keys, Peer peer) {
        this.core = core;
        this.commands = commands;
        this.keys = keys;
        this.peer = peer;
    }

    @Override
    public synchronized Value command(String name, Value.MapOf arguments) {
        try {
            checkOpen();
            if (KeyDoor.knows(name)) {
                return keys.command(this, name, arguments);
            }
            Commands.Command command = commands.find(name);
            checkNames(name, command, arguments);
            check(name, command.need(), inScopeOf(arguments));
            return command.handler().run(new CommandCall(this, name, arguments));
        } catch (IllegalArgumentException e) {
            throw new CryptokiException(Ckr.ARGUMENTS_BAD, name + ": " + e.getMessage());
        } finally {
            wipe(arguments);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new CryptokiException(Ckr.SESSION_CLOSED, "the session has ended");
        }
    }

    @Override
    public List<byte[]> sign(byte[] reference, Mechanism mechanism, List<byte[]> data) {
        checkOpen();
        return keys.sign(this, reference, mechanism, data);
    }

    void adopt(int slot, AdoptedKey key) {
        keys.adopt(slot, key);
    }

    private static void checkNames(String name, Commands.Command command, Value.MapOf arguments) {
        for (String argument : arguments.fields().keySet()) {
            if (!command.arguments().contains(argument)) {
                throw new CryptokiException(
                        Ckr.ARGUMENTS_BAD, name + " has no argument " + argument);
            }
        }
    }

    /** Checks a permission for the whole device: users of some slots do not count. */
    void check(String name, Need need) {
        check(name, need, sum(user -> user.slots().isAll()));
    }

    /** A command about one slot is for its users too, any other for those of all slots. */
    private Permissions inScopeOf(Value.MapOf arguments) {
        return arguments.get("slot") instanceof Value.Unsigned(long slot)
                        && slot >= 0
                        && slot <= Slot.MAX_NUMBER
                ? permissions((int) slot)
                : sum(user -> user.slots().isAll());
    }

    /** Checks a permission that some slot's users may have, too. */
    void checkSomewhere(String name, Need need) {
        check(name, need, permissions());
    }

    private static void check(String name, Need need, Permissions sum) {
        List<Group> groups = need.anyOf();
        if (!groups.isEmpty() && groups.stream().noneMatch(sum::suffices)) {
            throw missing(name, groups, sum);
        }
    }

    private static CryptokiException missing(String what, List<Group> groups, Permissions sum) {
        StringBuilder words = new StringBuilder(what).append(" needs ");
        for (Group group : groups) {
            words.append(words.charAt(words.length() - 1) == ' ' ? "" : ", or ")
                    .append(group)
                    .append(": 2, and there is ")
                    .append(sum.in(group));
        }
        return new CryptokiException(
                Ckr.USER_NOT_LOGGED_IN, words + " among the users logged in to this session");
    }

    @Override
    public void require(Group group, int slot) {
        Permissions sum = permissions(slot);
        if (!sum.suffices(group)) {
            throw missing("this in slot " + slot, List.of(group), sum);
        }
    }

    /**
     * Checks a permission of people: a slot's own PKCS#11 user does not count, because what people
     * decide about a key is to hold for the programs that use it.
     */
    void requirePeople(Group group, int slot) {
        Permissions people =
                sum(user -> user.slots().matches(slot) && !Slot.isUserName(user.name()));
        if (!people.suffices(group)) {
            throw missing("this in slot " + slot + ", of people,", List.of(group), people);
        }
    }

    /** What all who are logged in may do together, each where he may. */
    Permissions permissions() {
        return sum(user -> true);
    }

    /** What they may do together in a slot. */
    Permissions permissions(int slot) {
        return sum(user -> user.slots().matches(slot));
    }

    private Permissions sum(Predicate<User> counted) {
        Permissions sum = Permissions.NONE;
        for (User user : present()) {
            if (counted.test(user)) {
                sum = sum.plus(user.permissions());
            }
        }
        return sum;
    }

    /** Whoever is logged in, is a user still, and with the password that he logged in with. */
    private synchronized List<User> present() {
        List<User> present = new ArrayList<>();
        loggedIn.forEach((name, credential) -> {
            User user = core.contents().user(name);
            if (user != null && user.credential().equals(credential)) {
                present.add(user);
            }
        });
        return present;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public List<String> users() {
        return present().stream().map(User::name).toList();
    }

    synchronized void loggedIn(String name) {
        User user = core.contents().user(name);
        if (user == null) {
            return;
        }
        if (loggedIn.size() >= MOST_USERS && !loggedIn.containsKey(name)) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "a session has at most " + MOST_USERS + " users logged in");
        }
        loggedIn.put(name, user.credential());
    }

    /** Whoever changes his own password stays logged in. */
    synchronized void renewed(String name) {
        User user = core.contents().user(name);
        if (user != null && loggedIn.containsKey(name)) {
            loggedIn.put(name, user.credential());
        }
    }

    synchronized void logout(String name) {
        if (loggedIn.remove(name) != null) {
            core.note(new AuditEvent("logout", List.of(name), peer, name, ""));
        }
    }

    synchronized void challenge(String user, byte[] bytes, long untilMillis) {
        challenge = new Challenge(user, bytes, untilMillis);
    }

    /** The challenge that a user was given; it is good once. */
    synchronized byte[] takeChallenge(String user) {
        Challenge given = challenge;
        challenge = null;
        if (given == null
                || !given.user().equals(user)
                || core.clock().millis() >= given.untilMillis()) {
            throw new CryptokiException(
                    Ckr.PIN_INCORRECT,
                    "there is no challenge for " + user + ", or it is too old; ask for a new one");
        }
        return given.bytes();
    }

    @Override
    public synchronized void close() {
        closed = true;
        keys.close();
        for (String name : List.copyOf(loggedIn.keySet())) {
            logout(name);
        }
    }

    private static void wipe(Value.MapOf arguments) {
        arguments
                .fields()
                .forEach((name, value) -> {
                    switch (value) {
                        case Value.Bytes(byte[] bytes) when SECRETS.contains(name) ->
                                Arrays.fill(bytes, (byte) 0);
                        case Value.ListOf(List<Value> values) ->
                                values.stream()
                                        .filter(Value.MapOf.class::isInstance)
                                        .map(Value.MapOf.class::cast)
                                        .forEach(Session::wipe);
                        case Value.MapOf inner -> wipe(inner);
                        case Value.Bytes _,
                                Value.Nothing _,
                                Value.Flag _,
                                Value.Unsigned _,
                                Value.Text _ -> {}
                    }
                });
    }
}
