package org.zoneseal.simulator.device;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/**
 * The way from a native session to the part that knows keys and certificates.
 *
 * <p>Here is which permission each of its commands needs, and here the entry is written that says
 * who asked for a change; what came of it the other part writes itself.
 */
final class KeyDoor implements AutoCloseable {

    private static final Map<String, Need> NEEDS =
            Map.ofEntries(
                    entry("key.list", Need.of(Group.KEYS, Group.CRYPTO)),
                    entry("key.find", Need.of(Group.CRYPTO)),
                    entry("key.generate", Need.of(Group.KEYS)),
                    entry("key.load", Need.of(Group.CRYPTO)),
                    entry("key.destroy", Need.of(Group.KEYS)),
                    entry("cert.list", Need.NOTHING),
                    entry("cert.import", Need.of(Group.KEYS)),
                    entry("cert.export", Need.NOTHING),
                    entry("cert.request", Need.of(Group.CRYPTO)),
                    entry("cert.self-sign", Need.of(Group.CRYPTO)));

    private static final Set<String> CHANGES =
            Set.of("key.generate", "key.destroy", "cert.import", "cert.self-sign");

    private final DeviceCore core;
    private final Function<StoredObject, KeyStatus> status;
    private final KeyService.KeySession keys;

    KeyDoor(DeviceCore core, Function<StoredObject, KeyStatus> status, KeyService.KeySession keys) {
        this.core = core;
        this.status = status;
        this.keys = keys;
    }

    static boolean knows(String command) {
        return NEEDS.containsKey(command);
    }

    Value command(Session session, String name, Value.MapOf arguments) {
        Need need = NEEDS.getOrDefault(name, Need.NOTHING);
        session.checkSomewhere(name, need);
        if (CHANGES.contains(name)) {
            core.checkChangeable();
            core.note(new AuditEvent("command", session.users(), session.peer(), name, ""));
        }
        Value answer = keys.command(name, arguments, allowed(session, need));
        return name.equals("key.list") ? withStatus(answer) : answer;
    }

    List<byte[]> sign(Session session, byte[] reference, Mechanism mechanism, List<byte[]> data) {
        Need need = Need.of(Group.CRYPTO);
        session.checkSomewhere("signing", need);
        return keys.sign(reference, mechanism, data, allowed(session, need));
    }

    void adopt(int slot, AdoptedKey key) {
        keys.adopt(slot, key);
    }

    private static IntPredicate allowed(Session session, Need need) {
        List<Group> groups = need.anyOf();
        return slot ->
                groups.isEmpty() || groups.stream().anyMatch(session.permissions(slot)::suffices);
    }

    /** Adds what only the device knows of each key. */
    private Value withStatus(Value answer) {
        if (!(answer instanceof Value.ListOf(List<Value> keyList))) {
            return answer;
        }
        return new Value.ListOf(keyList.stream().map(this::withStatusOfOne).toList());
    }

    private Value withStatusOfOne(Value key) {
        if (!(key instanceof Value.MapOf fields)
                || !(fields.get("id") instanceof Value.Text(String id))) {
            return key;
        }
        StoredObject object = core.contents().object(id);
        if (object == null) {
            return key;
        }
        KeyStatus found = status.apply(object);
        Value.Fields all = new Value.Fields();
        fields.fields().forEach(all::put);
        return all.put("uses", found.uses())
                .put("limit", limit(found.limit().uses()))
                .put("active-until", active(found))
                .put("not-after", KeyCommands.words(found.limit().notAfter()))
                .put("needs-activation", found.limit().needsActivation())
                .map();
    }

    private static Value limit(long uses) {
        return uses == KeyLimit.UNLIMITED ? Value.Nothing.NOTHING : new Value.Unsigned(uses);
    }

    private static String active(KeyStatus status) {
        if (status.activeUntil().equals(java.time.Instant.EPOCH)) {
            return "";
        }
        return status.activeUntil().equals(java.time.Instant.MAX)
                ? "restart"
                : status.activeUntil().toString();
    }

    @Override
    public void close() {
        keys.close();
    }
}
