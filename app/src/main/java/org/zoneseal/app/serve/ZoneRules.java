package org.zoneseal.app.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.secondary.IncomingLimits;

/**
 * How a zone is had, proved, kept and given away: what stands in a template as well as in a zone,
 * which takes from its template what it does not say itself.
 */
record ZoneRules(
        Optional<ZoneFilePath> file,
        List<RemoteSettings> primaries,
        List<RemoteSettings> notified,
        AccessList transfer,
        ProofRules proof,
        Intake intake) {

    private static final Duration WEEK = Duration.ofDays(7);

    /** What holds where nothing is said. */
    static final ZoneRules DEFAULTS =
            new ZoneRules(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    AccessList.NOBODY,
                    ProofRules.NONE,
                    new Intake(
                            IncomingLimits.DEFAULT.bytes(),
                            200_000_000,
                            Duration.ofHours(1),
                            Duration.ofSeconds(5),
                            Duration.ofDays(7)));

    /**
     * What a secondary takes from its primaries.
     *
     * @param bytes that one transfer takes in memory, names in full
     * @param records of one transfer
     * @param time that one transfer takes
     * @param refreshLeast what a smaller refresh or retry in the SOA counts as
     * @param refreshMost what a larger one counts as
     */
    record Intake(
            long bytes, int records, Duration time, Duration refreshLeast, Duration refreshMost) {}

    static ZoneRules read(Section section, ZoneRules otherwise, Surroundings surroundings) {
        return new ZoneRules(
                section.has("file") ? section.text("file").map(ZoneFilePath::new) : otherwise.file,
                section.has("primaries")
                        ? RemoteSettings.references(section, "primaries", surroundings.servers())
                        : otherwise.primaries,
                section.has("notify")
                        ? RemoteSettings.references(section, "notify", surroundings.servers())
                        : otherwise.notified,
                section.has("transfer")
                        ? AccessRules.read(section, "transfer", surroundings)
                        : otherwise.transfer,
                ProofRules.read(section, otherwise.proof),
                intake(section.section("intake"), otherwise.intake));
    }

    private static Intake intake(Section section, Intake otherwise) {
        Intake intake =
                new Intake(
                        section.bytes("bytes", 1 << 10, 1L << 40, otherwise.bytes),
                        section.number("records", 1, Integer.MAX_VALUE, otherwise.records),
                        section.duration("time", Duration.ofSeconds(1), WEEK, otherwise.time),
                        section.duration(
                                "refresh-least",
                                Duration.ofSeconds(1),
                                WEEK,
                                otherwise.refreshLeast),
                        section.duration(
                                "refresh-most",
                                Duration.ofSeconds(1),
                                WEEK,
                                otherwise.refreshMost));
        if (intake.refreshLeast.compareTo(intake.refreshMost) > 0) {
            section.problem("refresh-least", "must not be more than refresh-most");
        }
        section.end();
        return intake;
    }

    /** Where a zone comes from; checked by {@link #checkSource}. */
    boolean isSecondary() {
        return !primaries.isEmpty();
    }

    /** Notes what is wrong with where a zone comes from. */
    void checkSource(Section section) {
        if (file.isPresent() && isSecondary()) {
            section.problem(
                    section.has("primaries") ? "primaries" : "file",
                    "and "
                            + (section.has("primaries") ? "file" : "primaries")
                            + ": a zone comes from a file or from primaries, not from both");
        } else if (file.isEmpty() && !isSecondary()) {
            section.problem("where does this zone come from? Name file or primaries");
        }
    }

    /** The zone's file, if it has one. */
    Optional<Path> fileOf(Name zone, Path base) {
        return file.map(pattern -> pattern.of(zone, base));
    }
}
