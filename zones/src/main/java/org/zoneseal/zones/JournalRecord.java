package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zoneseal.dns.Name;

/**
 * One record of the journal.
 *
 * <p>All zones share the journal, so records are numbered through, without gaps: a number that is
 * missing is a record that was lost. Of one zone, the records that make another version of it (a
 * fresh {@link Base}, a {@link Change}, a {@link Forgotten}) are a chain: each names the number of
 * the one before it.
 */
sealed interface JournalRecord {

    int KIND_BASE = 1;
    int KIND_CHANGE = 2;
    int KIND_REFRESHED = 3;
    int KIND_FORGOTTEN = 4;
    int KIND_NOTE = 5;

    int LINK = 1;
    int NAMED = 2;

    /**
     * A whole version. Either a fresh one, which begins the zone's chain anew ({@code covers} is
     * its own number), or one that stands for all of the chain up to {@code covers}, so that these
     * records are needed no more.
     *
     * @param zone the zone's number in this journal
     * @param content of the version, if it is kept here
     * @param snapshot the number of its snapshot file, or -1 if the content is here
     */
    record Base(
            long number,
            int zone,
            Name apex,
            long covers,
            VersionFacts facts,
            long snapshot,
            ByteBuffer content)
            implements JournalRecord {

        boolean isFresh() {
            return covers == number;
        }
    }

    /**
     * A delta.
     *
     * @param previous the number of the zone's record that it changes the version of
     */
    record Change(
            long number, int zone, Name apex, long previous, VersionFacts facts, ByteBuffer content)
            implements JournalRecord {}

    /** Zones that were found to be up to date. */
    record Refreshed(long number, List<Check> checks) implements JournalRecord {}

    /** When a zone was found to be up to date. */
    record Check(int zone, long checkedAt, long expiresAt) {}

    /** A zone that is no longer served here. */
    record Forgotten(long number, int zone, Name apex) implements JournalRecord {}

    /**
     * Of which zones the latest records are: written behind a sync, so that damage to a record does
     * not leave unknown whose it was. Has no number of its own.
     *
     * @param number of the last record before it
     * @param trail of the latest records, the last one last
     */
    record Note(long number, List<Mark> trail) implements JournalRecord {}

    /**
     * Whose a record is.
     *
     * @param zone the zone's number; 0 if it is of no single zone
     * @param isLink whether it is part of the zone's chain
     * @param apex of the zone, if the record is a base
     */
    record Mark(int zone, boolean isLink, Optional<Name> apex) {

        static final Mark NONE = new Mark(0, false, Optional.empty());
    }

    /** Whose this is. */
    default Mark mark() {
        return switch (this) {
            case Base base -> new Mark(base.zone, base.isFresh(), Optional.of(base.apex));
            case Change change -> new Mark(change.zone, true, Optional.empty());
            case Forgotten forgotten -> new Mark(forgotten.zone, true, Optional.empty());
            case Refreshed refreshed -> Mark.NONE;
            case Note note -> Mark.NONE;
        };
    }

    long number();

    /** Reads a record; slices of the buffer are kept. */
    static JournalRecord read(ByteBuffer from) {
        int kind = from.get();
        long number = from.getLong();
        return switch (kind) {
            case KIND_BASE ->
                    new Base(
                            number,
                            from.getInt(),
                            RecordBytes.name(from),
                            from.getLong(),
                            VersionFacts.read(from),
                            from.getLong(),
                            from.slice());
            case KIND_CHANGE ->
                    new Change(
                            number,
                            from.getInt(),
                            RecordBytes.name(from),
                            from.getLong(),
                            VersionFacts.read(from),
                            from.slice());
            case KIND_REFRESHED -> {
                List<Check> checks = new ArrayList<>();
                while (from.hasRemaining()) {
                    checks.add(new Check(from.getInt(), from.getLong(), from.getLong()));
                }
                yield new Refreshed(number, checks);
            }
            case KIND_FORGOTTEN -> new Forgotten(number, from.getInt(), RecordBytes.name(from));
            case KIND_NOTE -> {
                List<Mark> trail = new ArrayList<>();
                while (from.hasRemaining()) {
                    int zone = from.getInt();
                    int flags = from.get();
                    Optional<Name> apex =
                            (flags & NAMED) == 0
                                    ? Optional.empty()
                                    : Optional.of(RecordBytes.name(from));
                    trail.add(new Mark(zone, (flags & LINK) != 0, apex));
                }
                yield new Note(number, trail);
            }
            default -> throw new IllegalArgumentException("a record of kind " + kind);
        };
    }

    /** The record's bytes. */
    default ByteBuffer write() {
        RecordBytes out = new RecordBytes();
        switch (this) {
            case Base base -> {
                out.u8(KIND_BASE).u64(base.number).u32(base.zone).name(base.apex);
                base.facts.write(out.u64(base.covers));
                out.u64(base.snapshot).raw(base.content);
            }
            case Change change -> {
                out.u8(KIND_CHANGE).u64(change.number).u32(change.zone).name(change.apex);
                change.facts.write(out.u64(change.previous));
                out.raw(change.content);
            }
            case Refreshed refreshed -> {
                out.u8(KIND_REFRESHED).u64(refreshed.number);
                refreshed.checks.forEach(
                        check -> out.u32(check.zone).u64(check.checkedAt).u64(check.expiresAt));
            }
            case Forgotten forgotten ->
                    out.u8(KIND_FORGOTTEN)
                            .u64(forgotten.number)
                            .u32(forgotten.zone)
                            .name(forgotten.apex);
            case Note note -> {
                out.u8(KIND_NOTE).u64(note.number);
                for (Mark mark : note.trail) {
                    out.u32(mark.zone);
                    out.u8((mark.isLink ? LINK : 0) | (mark.apex.isPresent() ? NAMED : 0));
                    mark.apex.ifPresent(out::name);
                }
            }
        }
        return out.finish();
    }
}
