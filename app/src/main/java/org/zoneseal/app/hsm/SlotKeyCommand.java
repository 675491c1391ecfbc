package org.zoneseal.app.hsm;

import org.zoneseal.cryptoki.wire.Value;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one object of one slot. */
abstract class SlotKeyCommand extends DeviceCommand {

    @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
    int slot;

    @Parameters(paramLabel = "ID", description = "The unique id, as the list shows it.")
    String id = "";

    Value.Fields which() {
        return new Value.Fields().put("slot", slot).put("id", id);
    }
}
