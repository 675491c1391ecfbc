package org.zoneseal.simulator.device;

import org.zoneseal.cryptoki.wire.Value;

/** What a command does once its permission and the names of its arguments were checked. */
@FunctionalInterface
public interface CommandHandler {

    Value run(CommandCall call);
}
