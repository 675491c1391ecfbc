package org.zoneseal.app.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;

/** A configuration file that is not taken: all that is wrong with it, in the file's order. */
public final class ConfigurationException extends CommandException {

    private final transient List<ConfigurationProblem> problems;

    ConfigurationException(Path file, List<ConfigurationProblem> problems) {
        super(ExitCode.USAGE, message(file, problems));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }

    private static String message(Path file, List<ConfigurationProblem> problems) {
        String lines =
                problems.stream()
                        .map(problem ->
                                "\n  " + file + ":" + problem.line() + ": " + problem.what())
                        .collect(Collectors.joining());
        String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
        return file + " has " + count + ":" + lines;
    }
}
