package org.zoneseal.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileException;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
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

    /**
     * Reads the file.
     *
     * @throws CommandException if it has problems, all of which are in the message
     */
    static ZoneLoader load(Path file, ZoneFileOptions options, int threads) throws IOException {
        Name origin = options.origin();
        ZoneBuilder builder = new ZoneBuilder(origin);
        ZoneFileReader.Result result;
        try {
            result = ZoneFileReader.read(ZoneFileSource.of(file), options, builder);
        } catch (ZoneFileException e) {
            throw new CommandException(ExitCode.BAD, e.getMessage() + "\nnothing was written", e);
        }
        if (builder.rejectedCount() > 0) {
            throw new CommandException(ExitCode.BAD, rejections(builder));
        }
        ZoneVersion version = builder.build(threads * STRETCHES_A_THREAD);
        return new ZoneLoader(
                version, result.records(), builder.warnings(), builder.warningCount());
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
