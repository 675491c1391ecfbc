package org.zoneseal.app.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.daemon.ConfigurationException;
import org.zoneseal.app.daemon.ConfigurationProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The two commands about the server's configuration file. */
public final class ConfigurationCommands {

    private static final String TEMPLATE = "config-template.yaml";

    private ConfigurationCommands() {}

    static String template() throws IOException {
        try (InputStream in = ConfigurationCommands.class.getResourceAsStream(TEMPLATE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@code zoneseal config-template}. */
    @Command(
            name = "config-template",
            description = "Print a configuration file for run that says what each key means.")
    public static final class Template implements Operation {

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            terminal.out().print(template());
            return ExitCode.FINE;
        }
    }

    /** {@code zoneseal check-config}. */
    @Command(
            name = "check-config",
            description = {
                "Say everything that is wrong with a configuration file for run; if nothing is,"
                        + " what it makes of it.",
                "Zone files are not read, only looked for: one that is missing is a warning, for"
                        + " the other zones are served all the same."
            })
    public static final class Check implements Operation {

        @Parameters(paramLabel = "FILE", description = "The configuration file.")
        Path file = Path.of("");

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        /** What is printed as JSON. */
        record Report(
                String file,
                List<ConfigurationProblem> problems,
                List<String> warnings,
                List<String> summary) {}

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            ServerConfiguration settings;
            try {
                settings = ServerConfiguration.read(file);
            } catch (ConfigurationException e) {
                if (!json) {
                    throw e;
                }
                Json.print(
                        terminal.out(),
                        new Report(file.toString(), e.problems(), List.of(), List.of()));
                return ExitCode.USAGE;
            }
            SettingsSummary summary = SettingsSummary.of(settings);
            if (json) {
                Json.print(
                        terminal.out(),
                        new Report(
                                file.toString(), List.of(), summary.warnings(), summary.lines()));
            } else {
                summary.warnings().forEach(warning -> terminal.note("warning: " + warning));
                terminal.out().println(file + " is fine");
                summary.lines().forEach(line -> terminal.out().println("  " + line));
            }
            return ExitCode.FINE;
        }
    }
}
