package org.zoneseal.app.hsm;

import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import picocli.CommandLine.Mixin;

/**
 * A command that asks the running software HSM: connect, log in, ask, print.
 *
 * <p>What it may do is decided by the HSM; the command only carries words there and back.
 */
abstract class DeviceCommand implements Operation {

    @Mixin final DeviceOptions device = new DeviceOptions();

    /** Asks and prints; everybody named is logged in. */
    abstract ExitCode run(DeviceSession session, Terminal terminal) throws Exception;

    @Override
    public final ExitCode run(Terminal terminal) throws Exception {
        try (DeviceSession session = device.open()) {
            return run(session, terminal);
        }
    }
}
