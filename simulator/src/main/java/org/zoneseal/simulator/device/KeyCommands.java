package org.zoneseal.simulator.device;

import java.time.Instant;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** The commands that say how often, how long and by whose leave a key is used. */
final class KeyCommands {

    private final DeviceCore core;
    private final ObjectVault vault;
    private final KeyGates gates;

    KeyCommands(DeviceCore core, ObjectVault vault, KeyGates gates) {
        this.core = core;
        this.vault = vault;
        this.gates = gates;
    }

    void register(Commands commands) {
        commands.register(
                "key.limit",
                Need.of(Group.KEYS),
                List.of("slot", "id", "uses", "not-after", "needs-activation"),
                this::limit);
        commands.register(
                "key.activate",
                Need.of(Group.CRYPTO),
                List.of("slot", "id", "uses", "until"),
                this::activate);
        commands.register(
                "key.deactivate", Need.of(Group.CRYPTO), List.of("slot", "id"), this::deactivate);
    }

    private Value limit(CommandCall call) {
        LoginCommands.session(call).requirePeople(Group.KEYS, call.slot());
        StoredObject key = key(call);
        KeyLimit before = KeyLimit.of(key.attributes());
        KeyLimit next =
                new KeyLimit(
                        call.number("uses", before.uses()),
                        call.time("not-after", before.notAfter()),
                        call.flag("needs-activation", before.needsActivation()));
        AuditEvent event = event(call, "key.limited", describe(next));
        gates.rules(key)
                .limiting(taken ->
                        vault.rewrite(
                                key,
                                next.in(key.attributes()),
                                put -> core.change(event, List.of(put, taken))));
        return Value.Nothing.NOTHING;
    }

    private Value activate(CommandCall call) {
        LoginCommands.session(call).requirePeople(Group.CRYPTO, call.slot());
        StoredObject key = key(call);
        Activation activation =
                new Activation(
                        call.number("uses", KeyLimit.UNLIMITED), call.time("until", Instant.MAX));
        if (!activation.until().isAfter(core.clock().instant())) {
            throw call.bad("until", "that time has passed");
        }
        if (activation.uses() == 0) {
            throw call.bad("uses", "an activation is for one use at least");
        }
        String id = key.place().id();
        return core.configuring(() -> {
            AuditEvent event = event(call, "key.activated", describe(activation));
            if (survivesRestart(call.slot(), activation)) {
                core.change(event, new StoreRecord.ActivationPut(id, activation));
            } else {
                core.change(event, new StoreRecord.ActivationGone(id));
            }
            gates.rules(key).activate(activation);
            return new Value.Fields()
                    .put("active-until", words(activation.until()))
                    .put("uses", activation.uses())
                    .map();
        });
    }

    /** One for a number of uses never does: how many are left is not written down. */
    private boolean survivesRestart(int slot, Activation activation) {
        return core.slot(slot).keepsActivation() && activation.uses() == KeyLimit.UNLIMITED;
    }

    private Value deactivate(CommandCall call) {
        LoginCommands.session(call).requirePeople(Group.CRYPTO, call.slot());
        StoredObject key = key(call);
        String id = key.place().id();
        return core.configuring(() -> {
            core.change(event(call, "key.deactivated", ""), new StoreRecord.ActivationGone(id));
            gates.rules(key).deactivate();
            return Value.Nothing.NOTHING;
        });
    }

    private StoredObject key(CommandCall call) {
        StoredObject key = core.contents().object(call.text("id"));
        if (key == null || key.slot() != call.slot()) {
            throw new CryptokiException(
                    Ckr.OBJECT_HANDLE_INVALID,
                    "there is no object " + call.text("id") + " in slot " + call.slot());
        }
        return key;
    }

    private static String describe(KeyLimit limit) {
        return "uses "
                + (limit.uses() == KeyLimit.UNLIMITED ? "unlimited" : limit.uses())
                + ", not after "
                + words(limit.notAfter())
                + (limit.needsActivation() ? ", needs activation" : "");
    }

    private static String describe(Activation activation) {
        return "uses "
                + (activation.uses() == KeyLimit.UNLIMITED ? "unlimited" : activation.uses())
                + ", until "
                + words(activation.until());
    }

    static String words(Instant time) {
        return time.equals(Instant.MAX) ? "" : time.toString();
    }

    private static AuditEvent event(CommandCall call, String event, String detail) {
        return new AuditEvent(event, call.actors(), call.peer(), call.text("id"), detail);
    }
}
