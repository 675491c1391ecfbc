package org.zoneseal.interop.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.interop.Peer.Outcome;

/** {@code pkcs11-tool} on a token, logged in. */
final class PkcsTool {

    private PkcsTool() {}

    static Outcome on(Device device, Path folder, String... arguments) {
        return on(device, device.pin(), folder, arguments);
    }

    static Outcome on(Device device, String pin, Path folder, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--module",
                                device.module().toString(),
                                "--token-label",
                                device.label(),
                                "--login",
                                "--pin",
                                pin));
        all.addAll(List.of(arguments));
        return device.peer("pkcs11-tool").run(folder, all);
    }
}
