package org.zoneseal.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneException;

/**
 * Several changes made one, where that is less to send (RFC 1995 §5); for any number of threads.
 *
 * <p>The latest few are kept, because all secondaries that were told of one change ask for the same
 * thing. What is kept is bounded in bytes, and so is what is condensed at all.
 */
final class CondensedChanges {

    /** Changes that are more than this together go out one by one. */
    private static final long MOST_BYTES = 8 << 20;

    private final Deque<Kept> kept = new ArrayDeque<>();
    private long keptBytes;

    private record Kept(ZoneDelta first, ZoneDelta last, ZoneDelta condensed) {

        @SuppressWarnings("ReferenceEquality") // the same change, not one of another zone like it
        boolean isOf(List<ZoneDelta> deltas) {
            return first == deltas.getFirst() && last == deltas.getLast();
        }
    }

    /** The changes themselves, or the one that does the same in fewer bytes. */
    IxfrPlan.Changes shortest(IxfrPlan.Changes changes) {
        List<ZoneDelta> deltas = changes.deltas();
        long bytes = changes.bytes();
        if (deltas.size() < 2 || bytes > MOST_BYTES) {
            return changes;
        }
        ZoneDelta one = find(deltas).orElse(null);
        if (one == null) {
            try {
                one = ZoneDelta.condensed(deltas);
            } catch (ZoneException e) {
                return changes;
            }
            keep(new Kept(deltas.getFirst(), deltas.getLast(), one));
        }
        return one.bytes() < bytes ? new IxfrPlan.Changes(List.of(one)) : changes;
    }

    private synchronized Optional<ZoneDelta> find(List<ZoneDelta> deltas) {
        return kept.stream().filter(each -> each.isOf(deltas)).map(Kept::condensed).findFirst();
    }

    private synchronized void keep(Kept more) {
        kept.addLast(more);
        keptBytes += more.condensed().bytes();
        while (keptBytes > MOST_BYTES) {
            keptBytes -= kept.removeFirst().condensed().bytes();
        }
    }
}
