package org.zoneseal.transfer;

import java.util.List;
import java.util.function.UnaryOperator;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.ZoneDelta;

/** What an IXFR is answered with (RFC 1995 §4). */
sealed interface IxfrPlan {

    /** The client has this version or a later one: the SOA alone (§2). */
    record UpToDate() implements IxfrPlan {}

    /** The whole zone: the changes are not known any more, or are more than the zone. */
    record Whole() implements IxfrPlan {}

    /** These changes, the oldest first. */
    record Changes(List<ZoneDelta> deltas) implements IxfrPlan {

        long bytes() {
            return deltas.stream().mapToLong(ZoneDelta::bytes).sum();
        }
    }

    /**
     * The plan for a client that has a version.
     *
     * @param shortening makes several changes one, where that is worth it
     */
    static IxfrPlan of(Publication now, long clientSerial, UnaryOperator<Changes> shortening) {
        if (isUpToDate(now, clientSerial)) {
            return new UpToDate();
        }
        List<ZoneDelta> history = now.history();
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).fromSerial() == clientSerial) {
                Changes changes = shortening.apply(new Changes(history.subList(i, history.size())));
                return changes.bytes() < now.version().packedBytes() ? changes : new Whole();
            }
        }
        return new Whole();
    }

    /** Whether a client that has a version needs no other. */
    static boolean isUpToDate(Publication now, long clientSerial) {
        return !isLater(now.serial(), clientSerial);
    }

    // RFC 1982 §3.2; two serials that are 2^31 apart have no order, and the client gets the zone.
    private static boolean isLater(long serial, long other) {
        long ahead = serial - other & 0xffff_ffffL;
        return ahead != 0 && ahead <= 0x8000_0000L;
    }
}
