package org.zoneseal.transfer.secondary;

import java.util.List;
import java.util.OptionalLong;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneVersion;

/** What came of asking for a zone. */
public sealed interface TransferOutcome {

    /** The primary has nothing newer (RFC 1995 §2). */
    record UpToDate(long serial) implements TransferOutcome {}

    /** A whole zone. */
    record Whole(ZoneVersion version, Volume volume) implements TransferOutcome {}

    /** What to change, in order; each begins where the one before it ends. */
    record Changes(List<ZoneDelta> deltas, Volume volume) implements TransferOutcome {
        public Changes {
            deltas = List.copyOf(deltas);
        }
    }

    /**
     * Nothing that could be used.
     *
     * @param serial of what was to come, if it began to
     */
    record Failed(Failure failure, OptionalLong serial) implements TransferOutcome {}

    /**
     * How much came.
     *
     * @param messages DNS messages
     * @param records records in their answer sections
     * @param bytes bytes of the messages
     */
    record Volume(long messages, long records, long bytes) {}
}
