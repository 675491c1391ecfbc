package org.zoneseal.app;

/** Ends a command with an exit code and one message: what happened, to what, what to do next. */
public class CommandException extends RuntimeException {

    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Wrong usage or configuration. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** The HSM, the disk or the network failed. */
    public static CommandException environment(String message, Throwable cause) {
        return new CommandException(ExitCode.ENVIRONMENT, message, cause);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
