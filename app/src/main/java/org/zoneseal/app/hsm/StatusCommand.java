package org.zoneseal.app.hsm;

import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zoneseal hsm status}: how the software HSM is. */
@Command(
        name = "status",
        description = {
            "Show how the running software HSM is.",
            "Ends with 1 if it is in alarm: it uses no keys then."
        })
final class StatusCommand extends DeviceCommand {

    @Mixin final Output output = new Output();

    @Override
    ExitCode run(DeviceSession session, Terminal terminal) {
        Answer status = session.ask("device.status");
        output.fields(terminal, status);
        return status.text("state").equals("alarm") ? ExitCode.BAD : ExitCode.FINE;
    }
}
