package org.zoneseal.dns;

import java.util.List;
import java.util.stream.Collectors;

/** A zone file that cannot be used, with all the problems found before the reader gave up. */
public final class ZoneFileException extends RuntimeException {

    private final transient List<ZoneFileProblem> problems;

    public ZoneFileException(List<ZoneFileProblem> problems) {
        super(problems.stream().map(ZoneFileProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file; never empty. */
    public List<ZoneFileProblem> problems() {
        return problems;
    }
}
