package org.zoneseal.app.serve;

import java.util.Optional;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.serve.ControlRequest.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The commands about a running server as a whole. */
public final class ServerCommands {

    private ServerCommands() {}

    /** {@code zoneseal reload}. */
    @picocli.CommandLine.Command(
            name = "reload",
            description = {
                "Tell a running server to read its configuration again, and zone files that have"
                        + " changed. SIGHUP does the same.",
                "It is taken as a whole or not at all: if anything is wrong with it, all stays as it"
                        + " was, and everything that is wrong is said."
            })
    public static final class Reload implements Operation {

        @Mixin ControlClient control = new ControlClient();

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            JsonNode result = control.ask(request(Command.RELOAD)).result();
            terminal.out().println(result.get("said").asString());
            return ExitCode.FINE;
        }
    }

    /** {@code zoneseal status}. */
    @picocli.CommandLine.Command(
            name = "status",
            description = "Show how a running server is doing.")
    public static final class Status implements Operation {

        @Mixin ControlClient control = new ControlClient();

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            JsonNode result = control.ask(request(Command.STATUS)).result();
            if (json) {
                Json.print(terminal.out(), result);
            } else {
                ZoneCommand.fields(terminal, result);
            }
            return ExitCode.FINE;
        }
    }

    private static ControlRequest request(Command command) {
        return new ControlRequest(command, Optional.empty(), false);
    }
}
