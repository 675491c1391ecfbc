package org.zoneseal.simulator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** The commands that begin with {@code slot.}. */
final class SlotCommands {

    private static final int MAX_SLOTS = 1000;

    private final DeviceCore core;
    private final Logins logins;
    private final Slots slots;
    private final IntConsumer renewed;

    SlotCommands(DeviceCore core, Logins logins, Slots slots, IntConsumer renewed) {
        this.core = core;
        this.logins = logins;
        this.slots = slots;
        this.renewed = renewed;
    }

    void register(Commands commands) {
        Need administrator = Need.of(Group.ADMINISTRATION);
        commands.register("slot.list", Need.NOTHING, List.of(), this::list);
        commands.register(
                "slot.init",
                administrator,
                List.of("slot", "label", "so-pin", "pin", "open", "developer"),
                this::init);
        commands.register(
                "slot.set",
                administrator,
                List.of("slot", "open", "developer", "restart-keeps-activation"),
                this::set);
        commands.register("slot.remove", administrator, List.of("slot"), this::remove);
    }

    private Value list(CommandCall call) {
        List<Value> all = new ArrayList<>();
        for (Slot slot : core.contents().slots()) {
            all.add(
                    new Value.Fields()
                            .put("slot", slot.number())
                            .put("label", slot.label())
                            .put("initialized", slot.initialized())
                            .put("open", slot.open())
                            .put("developer", slot.developer())
                            .put("restart-keeps-activation", slot.keepsActivation())
                            .put("objects", core.contents().objectCount(slot.number()))
                            .put("serial", slot.serial())
                            .map());
        }
        return new Value.ListOf(all);
    }

    private Value init(CommandCall call) {
        int number = call.slot();
        boolean initialized = call.has("so-pin");
        String label = call.text("label", "");
        checkLabel(call, label);
        Slot slot =
                new Slot(
                        number,
                        label,
                        initialized,
                        call.flag("open", false),
                        call.flag("developer", false),
                        false,
                        slots.serial(number));
        if (!initialized && !slot.open()) {
            throw call.bad("so-pin", "it is missing; only an open slot does without");
        }
        List<StoreRecord> records = new ArrayList<>();
        records.add(new StoreRecord.SlotPut(slot));
        records.add(new StoreRecord.UserGone(slot.officer()));
        records.add(new StoreRecord.UserGone(slot.user()));
        if (initialized) {
            records.add(put(slots.officer(slot, credential(call, "so-pin"))));
        }
        if (call.has("pin")) {
            records.add(put(slots.user(slot, credential(call, "pin"))));
        }
        core.configuring(() -> {
            checkFree(call, number);
            core.change(event(call, "slot.initialized", slot), records);
            return slot;
        });
        renewed.accept(number);
        return new Value.Fields().put("slot", number).map();
    }

    private static StoreRecord put(User user) {
        return new StoreRecord.UserPut(user);
    }

    private Credential credential(CommandCall call, String pin) {
        Slots.checkPin(call.bytes(pin));
        return logins.passwords().of(call.bytes(pin));
    }

    private void checkFree(CommandCall call, int number) {
        Slot there = core.contents().slot(number);
        if (there != null && there.initialized()) {
            throw call.bad(
                    "slot",
                    "slot "
                            + number
                            + " is in use with "
                            + core.contents().objectCount(number)
                            + " objects; slot remove destroys them");
        }
        if (there == null && core.contents().slots().size() >= MAX_SLOTS) {
            throw new CryptokiException(
                    Ckr.DEVICE_MEMORY, "the device has " + MAX_SLOTS + " slots, its most");
        }
    }

    private static void checkLabel(CommandCall call, String label) {
        if (label.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > Slot.MAX_LABEL) {
            throw call.bad("label", "a label has at most " + Slot.MAX_LABEL + " bytes of UTF-8");
        }
    }

    private Value set(CommandCall call) {
        return core.configuring(() -> {
            Slot slot = core.slot(call.slot());
            Slot next =
                    new Slot(
                            slot.number(),
                            slot.label(),
                            slot.initialized(),
                            call.flag("open", slot.open()),
                            call.flag("developer", slot.developer()),
                            call.flag("restart-keeps-activation", slot.keepsActivation()),
                            slot.serial());
            core.change(event(call, "slot.changed", next), new StoreRecord.SlotPut(next));
            return Value.Nothing.NOTHING;
        });
    }

    private Value remove(CommandCall call) {
        int number = call.slot();
        core.withoutObjectChanges(() ->
                core.configuring(() -> {
                    Slot slot = core.slot(number);
                    core.change(
                            event(call, "slot.removed", slot),
                            List.of(
                                    new StoreRecord.SlotGone(number),
                                    new StoreRecord.UserGone(slot.officer()),
                                    new StoreRecord.UserGone(slot.user())));
                    return slot;
                }));
        renewed.accept(number);
        return Value.Nothing.NOTHING;
    }

    private static AuditEvent event(CommandCall call, String event, Slot slot) {
        String detail =
                (slot.open() ? "open " : "")
                        + (slot.developer() ? "developer " : "")
                        + (slot.keepsActivation() ? "keeps-activation " : "")
                        + slot.label();
        return new AuditEvent(
                event, call.actors(), call.peer(), "slot " + slot.number(), detail.strip());
    }
}
