package org.zoneseal.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.zoneseal.app.hsm.HsmCommand;
import org.zoneseal.app.serve.ConfigurationCommands;
import org.zoneseal.app.serve.RunCommand;
import org.zoneseal.app.serve.ServerCommands;
import org.zoneseal.app.serve.ZoneCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The one program: {@code zoneseal COMMAND …}.
 *
 * <p>Each command is a small class with its options as fields that implements {@link Operation};
 * the groups ({@code key}, {@code hsm}) only name their commands. A command throws what goes wrong
 * and never prints a failure itself: {@link Failure} turns it into one message and the exit code.
 */
@Command(
        name = "zoneseal",
        description = "Signs, serves and validates DNS zones with keys that never leave an HSM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:the thing asked about is bad (a zone does not verify)",
            "2:wrong usage or configuration",
            "3:the environment failed (HSM, disk, network)"
        })
public final class Zoneseal {

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "With an error, print where it came from.")
    boolean debug;

    private static final List<Class<?>> COMMANDS =
            List.of(
                    DemoCommand.class,
                    SignCommand.class,
                    VerifyCommand.class,
                    KeyCommand.class,
                    HsmCommand.class,
                    RunCommand.class,
                    ZoneCommand.class,
                    ServerCommands.Reload.class,
                    ServerCommands.Status.class,
                    ConfigurationCommands.Template.class,
                    ConfigurationCommands.Check.class);

    private Zoneseal() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.system(), arguments).code());
    }

    /** Runs one command in this process. */
    static ExitCode run(Terminal terminal, String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            return version(terminal);
        }
        ExitCode code =
                isPlainRun(arguments)
                        ? run(new RunCommand(arguments[2]), terminal, false)
                        : parseAndRun(terminal, arguments);
        terminal.out().flush();
        return terminal.out().checkError() && code == ExitCode.FINE ? ExitCode.ENVIRONMENT : code;
    }

    private static boolean isPlainRun(String... arguments) {
        return arguments.length == 3
                && arguments[0].equals("run")
                && arguments[1].equals("--config")
                && !arguments[2].startsWith("-");
    }

    // picocli's class files are too old for the AOT cache and cost a fifth of a second to load: so
    // this, and the server as its unit starts it, go without.
    private static ExitCode version(Terminal terminal) {
        for (String line : Version.lines()) {
            terminal.out().println(line);
        }
        return ExitCode.FINE;
    }

    /** The commands as picocli sees them; also what the man pages are made from. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    // A command's options are read from its class when it is added, and those of all take longer
    // than most commands: the one that is named is enough.
    private static CommandLine commandLineFor(String... arguments) {
        List<Class<?>> named =
                COMMANDS.stream()
                        .filter(command ->
                                arguments.length > 0 && arguments[0].equals(name(command)))
                        .toList();
        return commandLine(named.isEmpty() ? COMMANDS : named);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Zoneseal());
        commands.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(true);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static ExitCode parseAndRun(Terminal terminal, String... arguments) {
        CommandLine line = commandLineFor(arguments);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        ParseResult result;
        try {
            result = line.parseArgs(arguments);
        } catch (ParameterException e) {
            return refuse(terminal, e.getCommandLine(), String.valueOf(e.getMessage()));
        }
        if (CommandLine.executeHelpRequest(result) != null) {
            return ExitCode.FINE;
        }
        List<CommandLine> commands = result.asCommandLineList();
        CommandLine command = commands.getLast();
        if (!(command.getCommand() instanceof Operation operation)) {
            return refuse(terminal, command, "which command? " + names(command));
        }
        return run(operation, terminal, line.<Zoneseal>getCommand().debug);
    }

    private static ExitCode run(Operation operation, Terminal terminal, boolean debug) {
        try {
            return operation.run(terminal);
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
            Failure failure = Failure.of(e);
            terminal.note(failure.message());
            if (debug) {
                e.printStackTrace(terminal.err());
            }
            return failure.exitCode();
        }
    }

    private static String names(CommandLine command) {
        return String.join(", ", command.getSubcommands().keySet());
    }

    private static ExitCode refuse(Terminal terminal, CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        terminal.note(message + "; see " + name + " --help");
        return ExitCode.USAGE;
    }
}
