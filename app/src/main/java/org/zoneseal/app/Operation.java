package org.zoneseal.app;

/** A command that does something; the groups of commands do not. */
public interface Operation {

    /**
     * Does it; results go to {@code terminal.out()}.
     *
     * @throws Exception what {@link Failure} turns into a message and an exit code
     */
    ExitCode run(Terminal terminal) throws Exception;
}
