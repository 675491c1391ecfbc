package org.zoneseal.simulator.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.storage.StorageException;

/** The commands that begin with {@code audit.}. */
final class AuditCommands {

    private static final int MOST_SHOWN = 10_000;

    /** An export goes out in parts of about so many bytes. */
    private static final int EXPORT_PART = 512 * 1024;

    private final DeviceCore core;
    private final AuditReader reader;
    private final Identity identity;

    AuditCommands(DeviceCore core, AuditReader reader, Identity identity) {
        this.core = core;
        this.reader = reader;
        this.identity = identity;
    }

    void register(Commands commands) {
        Need auditor = Need.of(Group.AUDIT);
        commands.register("audit.show", auditor, List.of("last"), this::show);
        commands.register("audit.export", auditor, List.of("from", "to"), this::export);
        commands.register("audit.head", auditor, List.of(), this::head);
        commands.register("audit.verify", auditor, List.of("head"), this::verify);
        commands.register(
                "audit.set", Need.of(Group.ADMINISTRATION), List.of("required"), this::set);
    }

    private Value show(CommandCall call) {
        long most = Math.min(call.number("last", 20), MOST_SHOWN);
        Deque<Value> last = new ArrayDeque<>();
        reading((entry, content) -> {
            last.add(AuditReader.fields(entry, content).map());
            if (last.size() > most) {
                last.removeFirst();
            }
        });
        return new Value.ListOf(List.copyOf(last));
    }

    private Value export(CommandCall call) {
        Export export = new Export(call.number("from", 1), call.number("to", Long.MAX_VALUE));
        reading(export);
        return new Value.Fields()
                .put("entries", export.out.toByteArray())
                .put("next", export.next)
                .put("head", now().toBytes())
                .map();
    }

    /** Collects entries until it is enough for one answer. */
    private static final class Export implements AuditReader.Reading {
        private final long from;
        private final long to;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private long next;

        Export(long from, long to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void entry(AuditEntry entry, byte[] content) {
            if (entry.sequence() < from || entry.sequence() > to || next != 0) {
                return;
            }
            if (out.size() >= EXPORT_PART) {
                next = entry.sequence();
                return;
            }
            Value line = AuditReader.fields(entry, content).put("content", content).map();
            out.writeBytes(Json.line(line).getBytes(StandardCharsets.UTF_8));
        }
    }

    private Value head(CommandCall call) {
        AuditHead head = now();
        return new Value.Fields()
                .put("head", head.toBytes())
                .put("sequence", head.sequence())
                .put("hash", HexFormat.of().formatHex(head.hash()))
                .put("text", head.text())
                .map();
    }

    private AuditHead now() {
        return AuditHead.of(core.audit().head(), core.deviceId(), identity);
    }

    private Value verify(CommandCall call) {
        AuditHead head = call.has("head") ? ownHead(call) : null;
        AuditReader.Verdict verdict = reader.verify(core.audit().sequence(), head);
        if (verdict.broken()) {
            core.raiseAlarm("the audit log does not verify: " + verdict.problem());
        }
        return new Value.Fields()
                .put("fine", verdict.problem().isEmpty())
                .put("entries", verdict.entries())
                .put("problem", verdict.problem())
                .map();
    }

    private @Nullable AuditHead ownHead(CommandCall call) {
        AuditHead head = AuditHead.read(call.bytes("head"));
        if (!head.isFrom(core.deviceId(), identity.publicKey())) {
            throw call.bad("head", "it was not made by this device, or was changed");
        }
        return head;
    }

    private Value set(CommandCall call) {
        boolean required = call.flag("required");
        return core.configuring(() -> {
            core.change(
                    new AuditEvent(
                            "audit.required",
                            call.actors(),
                            call.peer(),
                            "audit",
                            required ? "on" : "off"),
                    new StoreRecord.SettingPut(DeviceCore.REQUIRED, Boolean.toString(required)));
            return Value.Nothing.NOTHING;
        });
    }

    private void reading(AuditReader.Reading reading) {
        if (core.state() == DeviceState.ALARM) {
            salvaging(reading);
            return;
        }
        try {
            reader.read(reading);
        } catch (StorageException e) {
            core.raiseAlarm("the audit log cannot be read: " + e.getMessage());
            throw new CryptokiException(Ckr.DEVICE_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** In an alarm, what can be read at all. */
    private void salvaging(AuditReader.Reading reading) {
        try {
            reader.salvage(reading);
        } catch (StorageException e) {
            throw new CryptokiException(Ckr.DEVICE_ERROR, String.valueOf(e.getMessage()));
        }
    }
}
