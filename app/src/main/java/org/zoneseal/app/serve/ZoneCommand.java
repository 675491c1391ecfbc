package org.zoneseal.app.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.TextTable;
import org.zoneseal.app.serve.ControlRequest.Command;
import org.zoneseal.dns.Name;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code zoneseal zone}: what a running server serves, and how it is told to look again. */
@picocli.CommandLine.Command(
        name = "zone",
        description = "Ask a running server about its zones, or tell it to do something with them.",
        subcommands = {
            ZoneCommand.Show.class,
            ZoneCommand.Listing.class,
            ZoneCommand.Reload.class,
            ZoneCommand.Transfer.class,
            ZoneCommand.Notify.class
        })
public final class ZoneCommand {

    private static final String NONE = "-";

    private ZoneCommand() {}

    private static String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return NONE;
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(text(item)));
            return items.isEmpty() ? NONE : String.join(", ", items);
        }
        String text = value.asString();
        return text.isEmpty() ? NONE : text;
    }

    private static void table(Terminal terminal, List<JsonNode> rows, String... columns) {
        List<List<String>> lines = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        for (String column : columns) {
            headings.add(column.replace('-', ' ').toUpperCase(Locale.ROOT));
        }
        lines.add(headings);
        for (JsonNode row : rows) {
            List<String> line = new ArrayList<>();
            for (String column : columns) {
                line.add(text(row.get(column)));
            }
            lines.add(line);
        }
        TextTable.print(terminal.out(), lines);
    }

    static void fields(Terminal terminal, JsonNode object) {
        List<List<String>> lines = new ArrayList<>();
        object.properties()
                .forEach(field -> lines.add(List.of(field.getKey(), text(field.getValue()))));
        TextTable.print(terminal.out(), lines);
    }

    /** {@code zoneseal zone list}. */
    @picocli.CommandLine.Command(
            name = "list",
            description = {
                "List the zones of a running server: their state, serial and source.",
                "States: served; loading (not read yet); waiting (for its first transfer); held (an"
                        + " older version is served, for the newer one was refused); stale (served,"
                        + " though its primaries could not be asked the last time); failed (nothing"
                        + " to serve); expired (its primaries could not be asked for too long);"
                        + " unproved (it has not passed what verify asks for now)."
            })
    static final class Listing implements Operation {

        @Mixin ControlClient control = new ControlClient();

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            List<JsonNode> rows =
                    control.ask(new ControlRequest(Command.ZONE_LIST, Optional.empty(), false))
                            .rows();
            if (json) {
                Json.print(terminal.out(), rows);
            } else {
                table(terminal, rows, "zone", "state", "serial", "records", "source", "problem");
            }
            return ExitCode.FINE;
        }
    }

    /** {@code zoneseal zone show}. */
    @picocli.CommandLine.Command(
            name = "show",
            description = "Show all that a running server knows of a zone.")
    static final class Show implements Operation {

        @Mixin ControlClient control = new ControlClient();

        @Parameters(paramLabel = "ZONE", description = "The zone's name.")
        String zone = "";

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            JsonNode shown =
                    control.ask(
                                    new ControlRequest(
                                            Command.ZONE_SHOW,
                                            Optional.of(Name.parse(zone)),
                                            false))
                            .result();
            if (json) {
                Json.print(terminal.out(), shown);
            } else {
                fields(terminal, shown);
            }
            return ExitCode.FINE;
        }
    }

    /** What the commands share that tell a server to do something with one zone or all. */
    abstract static class Telling implements Operation {

        @Mixin ControlClient control = new ControlClient();

        @Parameters(
                arity = "0..1",
                paramLabel = "ZONE",
                description = "The zone's name; all zones without it.")
        @Nullable String zone;

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        final ExitCode tell(Terminal terminal, Command command, boolean isForced) throws Exception {
            ControlRequest request =
                    new ControlRequest(
                            command, Optional.ofNullable(zone).map(Name::parse), isForced);
            ControlClient.Reply reply = control.ask(request);
            if (json) {
                Json.print(terminal.out(), reply.rows());
            } else {
                for (JsonNode row : reply.rows()) {
                    terminal.out().println(text(row.get("zone")) + " " + text(row.get("said")));
                }
            }
            return reply.rows().stream().allMatch(row -> row.get("ok").asBoolean())
                    ? ExitCode.FINE
                    : ExitCode.BAD;
        }
    }

    /** {@code zoneseal zone reload}. */
    @picocli.CommandLine.Command(
            name = "reload",
            description = {
                "Read a zone's file again, or the files of all zones, if they have changed.",
                "Ends with 1 if one was refused; its older version is served on."
            })
    static final class Reload extends Telling {

        @Option(
                names = "--force",
                description =
                        "Take the file even if its serial is not later than the served one's."
                                + " Secondaries will not notice: they compare serials too.")
        boolean force;

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            return tell(terminal, Command.ZONE_RELOAD, force);
        }
    }

    /** {@code zoneseal zone transfer}. */
    @picocli.CommandLine.Command(
            name = "transfer",
            description = "Ask a zone's primaries now whether there is a newer version.")
    static final class Transfer extends Telling {

        @Option(
                names = "--whole",
                description = "Fetch the whole zone, whatever serial the primary has.")
        boolean whole;

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            return tell(terminal, Command.ZONE_TRANSFER, whole);
        }
    }

    /** {@code zoneseal zone notify}. */
    @picocli.CommandLine.Command(
            name = "notify",
            description = "Tell a zone's secondaries now that there is a new version.")
    static final class Notify extends Telling {

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            return tell(terminal, Command.ZONE_NOTIFY, false);
        }
    }
}
