package org.zoneseal.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneException;

/**
 * Several changes made one, where that is less to send (RFC 1995 §5); for any number of threads.
 *
 * <p>The latest few are kept, because all secondaries that were told of one change ask for the same
 * thing. What is kept is bounded in bytes, and so is what is condensed at all. It is done one at a
 * time: a thread that works so is not taken off its processor, and queries by TCP need one too.
 */
final class CondensedChanges {

    /** Changes that are more than this together go out one by one. */
    private static final long MOST_BYTES = 8 << 20;

    /**
     * The same by UDP, where little is sent, and whoever asks may be somebody else: the work for
     * one datagram is no more than its answer is worth.
     */
    private static final long MOST_BYTES_FOR_DATAGRAM = 64 << 10;

    private final Function<List<ZoneDelta>, ZoneDelta> condenser;
    private final ReentrantLock working = new ReentrantLock();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long keptBytes;

    private record Kept(ZoneDelta first, ZoneDelta last, ZoneDelta condensed) {

        @SuppressWarnings("ReferenceEquality") // the same change, not one of another zone like it
        boolean isOf(List<ZoneDelta> deltas) {
            return first == deltas.getFirst() && last == deltas.getLast();
        }
    }

    /**
     * @param condenser makes one of at least two that follow each other, as {@link
     *     ZoneDelta#condensed} does
     */
    CondensedChanges(Function<List<ZoneDelta>, ZoneDelta> condenser) {
        this.condenser = condenser;
    }

    /** The changes themselves, or the one that does the same in fewer bytes. */
    IxfrPlan.Changes forStream(IxfrPlan.Changes changes) {
        return shortest(changes, MOST_BYTES);
    }

    /** The same for a client that has asked by UDP. */
    IxfrPlan.Changes forDatagram(IxfrPlan.Changes changes) {
        return shortest(changes, MOST_BYTES_FOR_DATAGRAM);
    }

    private IxfrPlan.Changes shortest(IxfrPlan.Changes changes, long most) {
        long bytes = changes.bytes();
        if (changes.deltas().size() < 2 || bytes > most) {
            return changes;
        }
        try {
            ZoneDelta one = condensed(changes.deltas());
            return one.bytes() < bytes ? new IxfrPlan.Changes(List.of(one)) : changes;
        } catch (ZoneException e) {
            return changes;
        }
    }

    private ZoneDelta condensed(List<ZoneDelta> deltas) {
        working.lock();
        try {
            Optional<ZoneDelta> known = find(deltas);
            if (known.isPresent()) {
                return known.get();
            }
            ZoneDelta one = condenser.apply(deltas);
            keep(new Kept(deltas.getFirst(), deltas.getLast(), one));
            return one;
        } finally {
            working.unlock();
        }
    }

    private Optional<ZoneDelta> find(List<ZoneDelta> deltas) {
        return kept.stream().filter(each -> each.isOf(deltas)).map(Kept::condensed).findFirst();
    }

    private void keep(Kept more) {
        kept.addLast(more);
        keptBytes += more.condensed().bytes();
        while (keptBytes > MOST_BYTES) {
            keptBytes -= kept.removeFirst().condensed().bytes();
        }
    }
}
