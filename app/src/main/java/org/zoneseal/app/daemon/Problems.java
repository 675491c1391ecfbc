package org.zoneseal.app.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong with a configuration file, said at once, line by line. */
final class Problems {

    private final Path file;
    private final List<ConfigurationProblem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(int line, String what) {
        found.add(new ConfigurationProblem(line, what));
    }

    /**
     * Goes on only if there is none.
     *
     * @throws ConfigurationException with a line for each problem, in the file's order
     */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        throw new ConfigurationException(
                file,
                found.stream()
                        .sorted(Comparator.comparingInt(ConfigurationProblem::line))
                        .toList());
    }
}
