package org.zoneseal.app.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.zoneseal.app.CommandException;

/** All that is wrong with a configuration file, said at once, line by line. */
final class Problems {

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    /**
     * One thing that is wrong.
     *
     * @param line from 1
     */
    private record Problem(int line, String what) {}

    void add(int line, String what) {
        found.add(new Problem(line, what));
    }

    /**
     * Goes on only if there is none.
     *
     * @throws CommandException of exit code 2 with a line for each problem, in the file's order
     */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        String lines =
                found.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .map(problem -> "\n  " + file + ":" + problem.line + ": " + problem.what)
                        .collect(Collectors.joining());
        String count = found.size() == 1 ? "a problem" : found.size() + " problems";
        throw CommandException.usage(file + " has " + count + ":" + lines);
    }
}
