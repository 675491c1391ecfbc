package org.zoneseal.simulator.device;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.Pin;
import org.zoneseal.simulator.EmbeddedKeys;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.storage.FileLayer;

/** The command {@code key.adopt}: the keys of an embedded HSM's folder move into a slot. */
final class AdoptCommand {

    private final DeviceCore core;
    private final FileLayer files;

    AdoptCommand(DeviceCore core, FileLayer files) {
        this.core = core;
        this.files = files;
    }

    void register(Commands commands) {
        commands.register(
                "key.adopt",
                Need.of(Group.ADMINISTRATION),
                List.of("slot", "folder", "secret-file", "passphrase"),
                this::adopt);
    }

    private Value adopt(CommandCall call) {
        int slot = core.slot(call.slot()).number();
        call.require(Group.KEYS, slot);
        core.checkChangeable();
        core.note(
                new AuditEvent(
                        "key.adopted",
                        call.actors(),
                        call.peer(),
                        "slot " + slot,
                        call.text("folder")));
        Session session = LoginCommands.session(call);
        int[] count = new int[1];
        try {
            List<String> left =
                    EmbeddedKeys.read(
                            files,
                            path(call, "folder"),
                            secret(call),
                            key -> {
                                session.adopt(
                                        slot,
                                        new AdoptedKey(
                                                key.label(),
                                                key.id(),
                                                key.pkcs8(),
                                                key.publicKeyInfo()));
                                count[0]++;
                            });
            return new Value.Fields()
                    .put("adopted", count[0])
                    .put("left", left.stream().<Value>map(Value.Text::new).toList())
                    .map();
        } catch (HsmException e) {
            throw new CryptokiException(Ckr.FUNCTION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** The command's arguments are wiped when it ends, and the passphrase with them. */
    private static StoreSecret secret(CommandCall call) {
        return call.has("passphrase")
                ? new StoreSecret.Passphrase(new Pin(call.bytes("passphrase")))
                : new StoreSecret.DeviceFile(path(call, "secret-file"));
    }

    private static Path path(CommandCall call, String name) {
        try {
            return Path.of(call.text(name));
        } catch (InvalidPathException e) {
            throw call.bad(name, "it is no path");
        }
    }
}
