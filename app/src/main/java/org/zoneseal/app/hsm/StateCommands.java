package org.zoneseal.app.hsm;

import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The two commands that change the state of the whole device. */
final class StateCommands {

    private StateCommands() {}

    @Command(
            name = "maintenance",
            description = "Begin or end maintenance: keys are not used meanwhile.")
    static final class Maintenance extends DeviceCommand {

        enum Mode {
            ON,
            OFF
        }

        @Parameters(paramLabel = "on|off", description = "Begin or end it.")
        Mode mode = Mode.OFF;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = new Value.Fields().put("on", mode == Mode.ON);
            terminal.out()
                    .println(
                            "the HSM is "
                                    + session.ask("device.maintenance", arguments).text("state"));
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "alarm-reset",
            description =
                    "End an alarm, after you have found out what changed the store. The audit log"
                            + " keeps that it happened.")
    static final class AlarmReset extends DeviceCommand {

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            terminal.out().println("the HSM is " + session.ask("device.alarm-reset").text("state"));
            return ExitCode.FINE;
        }
    }
}
