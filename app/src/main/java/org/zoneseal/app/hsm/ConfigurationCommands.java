package org.zoneseal.app.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.daemon.ConfigurationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The two commands about the daemon's configuration file. */
final class ConfigurationCommands {

    private static final String TEMPLATE = "config-template.yaml";

    private ConfigurationCommands() {}

    static String template() throws IOException {
        try (InputStream in = ConfigurationCommands.class.getResourceAsStream(TEMPLATE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Command(
            name = "config-template",
            description = "Print a configuration file for hsm serve that says what each key means.")
    static final class Template implements Operation {

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            terminal.out().print(template());
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "check-config",
            description = "Say everything that is wrong with a configuration file for hsm serve.")
    static final class Check implements Operation {

        @Parameters(paramLabel = "FILE", description = "The configuration file.")
        Path file = Path.of("");

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            ConfigurationFile.read(file, ServeSettings::read);
            terminal.out().println(file + " is fine");
            return ExitCode.FINE;
        }
    }
}
