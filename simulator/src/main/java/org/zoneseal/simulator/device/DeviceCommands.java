package org.zoneseal.simulator.device;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;

/** The commands that begin with {@code device.}. */
final class DeviceCommands {

    static final String MAINTENANCE = "maintenance";

    private final DeviceCore core;
    private final Instant started;
    private final IntSupplier applications;

    DeviceCommands(DeviceCore core, Instant started, IntSupplier applications) {
        this.core = core;
        this.started = started;
        this.applications = applications;
    }

    void register(Commands commands) {
        Need administrator = Need.of(Group.ADMINISTRATION);
        commands.register("device.status", Need.NOTHING, List.of(), this::status);
        commands.register("device.alarm-reset", administrator, List.of(), this::resetAlarm);
        commands.register("device.maintenance", administrator, List.of("on"), this::maintenance);
    }

    private Value status(CommandCall call) {
        List<Value> warnings = core.warnings().stream().<Value>map(Value.Text::new).toList();
        return new Value.Fields()
                .put("state", core.state().toString())
                .put("device-id", HexFormat.of().formatHex(core.deviceId()))
                .put("model", Device.MODEL)
                .put("version", Device.VERSION)
                .put("slots", core.contents().slots().size())
                .put("objects", core.contents().objectCount())
                .put("users", core.contents().users().size())
                .put("applications", applications.getAsInt())
                .put("started", started.toString())
                .put("warnings", warnings)
                .map();
    }

    private Value resetAlarm(CommandCall call) {
        return core.configuring(() -> {
            if (core.state() != DeviceState.ALARM) {
                throw new CryptokiException(Ckr.FUNCTION_REJECTED, "the device is not in alarm");
            }
            core.resetAlarm(
                    new AuditEvent(
                            "device.alarm-reset",
                            call.actors(),
                            call.peer(),
                            "device",
                            String.join("; ", core.warnings())));
            return new Value.Fields().put("state", core.state().toString()).map();
        });
    }

    private Value maintenance(CommandCall call) {
        boolean on = call.flag("on");
        return core.configuring(() -> {
            if (core.state() == DeviceState.ALARM) {
                throw new CryptokiException(
                        Ckr.DEVICE_ERROR, "the device is in alarm; reset that first");
            }
            core.change(
                    new AuditEvent(
                            on ? "device.maintenance-begun" : "device.maintenance-ended",
                            call.actors(),
                            call.peer(),
                            "device",
                            ""),
                    new StoreRecord.SettingPut(MAINTENANCE, Boolean.toString(on)));
            core.state(on ? DeviceState.MAINTENANCE : DeviceState.OPERATIONAL);
            return new Value.Fields().put("state", core.state().toString()).map();
        });
    }
}
