package org.zoneseal.app;

/** Ends a command with an exit code and one message: what happened, to what, what to do next. */
final class CommandException extends RuntimeException {

    private final ExitCode exitCode;

    CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Wrong usage or configuration. */
    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** The HSM, the disk or the network failed. */
    static CommandException environment(String message, Throwable cause) {
        return new CommandException(ExitCode.ENVIRONMENT, message, cause);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
