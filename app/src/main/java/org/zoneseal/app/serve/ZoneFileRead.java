package org.zoneseal.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneCheck;
import org.zoneseal.zones.ZoneOrigin;
import org.zoneseal.zones.ZoneProblem;
import org.zoneseal.zones.ZoneVersion;
import org.zoneseal.zones.ZoneWarning;

/**
 * A zone file that was read and is fit to be served.
 *
 * @param version what is in it
 * @param origin how the file was when it was read, by which a later start knows it again
 * @param notes what was put right on the way, or should be looked at
 */
record ZoneFileRead(ZoneVersion version, ZoneOrigin.ZoneFile origin, List<String> notes) {

    private static final int STRETCHES_A_THREAD = 2;
    private static final int MOST_NOTES = 10;
    private static final int MOST_PROBLEMS = 10;
    private static final int ATTEMPTS = 3;

    /** Why a file is not served; the message says what to do. */
    static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** How a file is now: what a version that was read from it is known again by. */
    static ZoneOrigin.ZoneFile look(Path file) throws Refused {
        try {
            return new ZoneOrigin.ZoneFile(
                    file.toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis(),
                    "");
        } catch (IOException e) {
            throw new Refused(file + ": " + Surroundings.why(file), e);
        }
    }

    /** Reads a file; again if it changes meanwhile. */
    static ZoneFileRead of(Path file, Name apex) throws Refused {
        for (int i = 0; i < ATTEMPTS; i++) {
            ZoneOrigin.ZoneFile before = look(file);
            ZoneBuilder builder = read(file, apex);
            if (before.equals(look(file))) {
                return checked(file, builder, before);
            }
        }
        throw new Refused(
                file
                        + " changes while it is being read; write a new zone file beside it and"
                        + " rename it into its place");
    }

    private static ZoneBuilder read(Path file, Name apex) throws Refused {
        ZoneBuilder builder = new ZoneBuilder(apex);
        try {
            ZoneFileReader.read(ZoneFileSource.of(file), ZoneFileOptions.of(apex), builder);
        } catch (ZoneFileException e) {
            throw new Refused(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new Refused(file + " cannot be read: " + e.getMessage(), e);
        }
        if (builder.rejectedCount() > 0) {
            throw new Refused(rejections(builder));
        }
        return builder;
    }

    private static String rejections(ZoneBuilder builder) {
        List<String> lines = new ArrayList<>();
        builder.rejected().stream()
                .limit(MOST_PROBLEMS)
                .forEach(record ->
                        lines.add(
                                record.position()
                                        + ": "
                                        + record.owner()
                                        + " is "
                                        + record.reason()));
        long more = builder.rejectedCount() - lines.size();
        return String.join("; ", lines) + (more > 0 ? "; and " + more + " more" : "");
    }

    private static ZoneFileRead checked(Path file, ZoneBuilder builder, ZoneOrigin.ZoneFile origin)
            throws Refused {
        int tasks = STRETCHES_A_THREAD * Runtime.getRuntime().availableProcessors();
        ZoneVersion version = builder.build(tasks);
        List<String> fatal = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ZoneProblem problem : ZoneCheck.check(version, tasks, 2 * MOST_PROBLEMS)) {
            (problem.kind().isFatal() ? fatal : notes).add(problem.toString());
        }
        if (!fatal.isEmpty()) {
            throw new Refused(file + ": " + String.join("; ", fatal));
        }
        builder.warnings().stream()
                .limit(Math.max(0, MOST_NOTES - notes.size()))
                .forEach(warning -> notes.add(text(warning)));
        return new ZoneFileRead(version, origin, notes);
    }

    private static String text(ZoneWarning warning) {
        return warning.owner()
                + " "
                + RecordTypes.name(warning.type())
                + ": "
                + warning.kind().sentence();
    }

    /** Whether a version that is there was read from this file as it is now. */
    static boolean isSame(Optional<ZoneOrigin> known, ZoneOrigin.ZoneFile now) {
        return known.filter(ZoneOrigin.ZoneFile.class::isInstance)
                .map(ZoneOrigin.ZoneFile.class::cast)
                .filter(then ->
                        then.path().equals(now.path())
                                && then.size() == now.size()
                                && then.modifiedMillis() == now.modifiedMillis())
                .isPresent();
    }
}
