package org.zoneseal.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneCheck;
import org.zoneseal.zones.ZoneProblem;
import org.zoneseal.zones.ZoneVersion;
import org.zoneseal.zones.ZoneWarning;

/**
 * Reads a zone file into a zone version.
 *
 * @param version what was read
 * @param records records in the file
 * @param warnings what was put right on the way
 * @param warningCount how often, which may be more than is listed
 */
record ZoneLoader(
        ZoneVersion version, long records, List<ZoneWarning> warnings, long warningCount) {

    /** More stretches than threads, for they are not all of the same length. */
    private static final int STRETCHES_A_THREAD = 4;

    private static final int MAX_PROBLEMS = 20;

    private static final long LARGE = 100_000;

    /**
     * Reads the file.
     *
     * @throws CommandException if it has problems, all of which are in the message
     */
    static ZoneLoader load(Path file, ZoneFileOptions options, int threads, Terminal terminal)
            throws IOException {
        Name origin = options.origin();
        ZoneBuilder builder = new ZoneBuilder(origin);
        ZoneFileReader.Result result;
        try (ProgressBar bar = new ProgressBar(terminal, "reading", 0)) {
            result =
                    ZoneFileReader.read(
                            ZoneFileSource.of(file), options, new CountingSink(builder, bar));
        } catch (ZoneFileException e) {
            throw new CommandException(ExitCode.BAD, e.getMessage() + "\nnothing was written", e);
        }
        if (builder.rejectedCount() > 0) {
            throw new CommandException(ExitCode.BAD, rejections(builder));
        }
        ZoneVersion version = builder.build(threads * STRETCHES_A_THREAD);
        collectWhatReadingLeft(result.records());
        return new ZoneLoader(
                version, result.records(), builder.warnings(), builder.warningCount());
    }

    /**
     * A reader's buffers outweigh the packed zone. The collector does not look for garbage before
     * the heap has grown to its limit; asked now, when little else is alive, it takes some
     * hundredths of a second and the process stays a third smaller.
     */
    private static void collectWhatReadingLeft(long records) {
        if (records >= LARGE) {
            System.gc();
        }
    }

    /**
     * Tells what was put right, and refuses what cannot be.
     *
     * @param strict whether to refuse all of it
     * @throws CommandException with every problem in its message
     */
    void check(boolean strict, Terminal terminal) {
        List<ZoneProblem> problems = ZoneCheck.check(version, STRETCHES_A_THREAD, MAX_PROBLEMS);
        List<String> fatal = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        problems.forEach(problem -> (problem.kind().isFatal() ? fatal : notes).add("" + problem));
        warnings.stream().limit(MAX_PROBLEMS).forEach(warning -> notes.add(text(warning)));
        if (strict) {
            fatal.addAll(notes);
        }
        if (!fatal.isEmpty()) {
            throw new CommandException(
                    ExitCode.BAD, String.join("\n", fatal) + "\nnothing was written");
        }
        notes.forEach(note -> terminal.note("warning: " + note));
        long more = warningCount - Math.min(warnings.size(), MAX_PROBLEMS);
        if (more > 0) {
            terminal.note("warning: and " + more + " more like these");
        }
    }

    private static String text(ZoneWarning warning) {
        return warning.owner()
                + " "
                + RecordTypes.name(warning.type())
                + ": "
                + warning.kind().sentence();
    }

    private static String rejections(ZoneBuilder builder) {
        StringBuilder text = new StringBuilder();
        for (ZoneBuilder.RejectedRecord rejected : builder.rejected()) {
            text.append(rejected.position())
                    .append(": ")
                    .append(rejected.owner())
                    .append(" is ")
                    .append(rejected.reason())
                    .append('\n');
        }
        long more = builder.rejectedCount() - builder.rejected().size();
        return text + (more > 0 ? "and " + more + " more; " : "") + "nothing was written";
    }
}
