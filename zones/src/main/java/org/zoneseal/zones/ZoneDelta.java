package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * What makes one version of a zone another: the records to take away and those to add, packed.
 *
 * <p>Both sides are in the form of a {@link ZoneVersion}, though neither is a whole zone: sorted,
 * searchable, and readable with the same cursors. The SOA records are always among them, even if
 * the SOA is the same before and after.
 */
public final class ZoneDelta {

    private final ZoneVersion removed;
    private final ZoneVersion added;

    private ZoneDelta(ZoneVersion removed, ZoneVersion added) {
        this.removed = removed;
        this.added = added;
    }

    /**
     * A delta of records that come from elsewhere, such as a transfer.
     *
     * @throws ZoneException if one side has no SOA, or they are of two zones
     */
    public static ZoneDelta of(ZoneVersion removed, ZoneVersion added) {
        if (!removed.apex().equals(added.apex())) {
            throw new ZoneException(
                    "changes of two zones, " + removed.apex() + " and " + added.apex());
        }
        removed.serial();
        added.serial();
        return new ZoneDelta(removed, added);
    }

    /**
     * What is different between two versions; small if they share pages.
     *
     * <p>The case of owners is no difference ({@link ZoneDiff}): applied to {@code before}, the
     * delta leaves the owners that were there spelled as they were.
     *
     * @throws ZoneException if one of them has no SOA
     */
    public static ZoneDelta between(ZoneVersion before, ZoneVersion after) {
        SortedPacker removed = new SortedPacker(before.apex());
        SortedPacker added = new SortedPacker(before.apex());
        ZoneDiff.between(
                before,
                after,
                (change, owner, ownerLength, type, ttl, rdata, rdataOffset, rdataLength) ->
                        (change == ZoneDiff.Change.REMOVED ? removed : added)
                                .record(
                                        owner,
                                        ownerLength,
                                        type,
                                        ttl,
                                        rdata,
                                        rdataOffset,
                                        rdataLength));
        return of(withSoa(removed.finish(), before), withSoa(added.finish(), after));
    }

    /**
     * The side with the SOA record of its version, which is no difference if it has not changed.
     */
    private static ZoneVersion withSoa(ZoneVersion side, ZoneVersion version) {
        NodeCursor apex = side.nodeCursor();
        if (apex.seek(Page.EMPTY, 0, 0)) {
            RrsetCursor soa = apex.rrsets();
            if (soa.find(RecordType.SOA) && soa.count() > 0) {
                return side;
            }
        }
        return side.edited(empty(side.apex()), version.soaOnly(), NodeEdit.Mode.STRICT);
    }

    private static ZoneVersion empty(Name apex) {
        return new ZoneVersion(apex, PageList.EMPTY, PageList.EMPTY);
    }

    /**
     * The version that comes of this one with the changes made to it. Pages that hold no changed
     * node are shared with it.
     *
     * @throws ZoneException naming the record, if one is to be removed that is not there, or one is
     *     to be added that is; nothing is lost by it
     */
    public ZoneVersion applyTo(ZoneVersion version) {
        checkFits(version.apex(), version.serial());
        return version.edited(removed, added, NodeEdit.Mode.STRICT);
    }

    /**
     * This change and the next in one: what is added and removed again, or removed and added again,
     * is in it no more (RFC 1995 §5).
     *
     * @throws ZoneException if {@code next} does not begin where this one ends
     */
    public ZoneDelta then(ZoneDelta next) {
        next.checkFits(apex(), toSerial());
        ZoneVersion none = empty(apex());
        ZoneVersion less =
                removed.edited(
                        none,
                        next.removed.edited(added, none, NodeEdit.Mode.LENIENT),
                        NodeEdit.Mode.STRICT);
        ZoneVersion more =
                added.edited(next.removed, none, NodeEdit.Mode.LENIENT)
                        .edited(none, next.added, NodeEdit.Mode.STRICT);
        return of(
                less.edited(more, none, NodeEdit.Mode.SAME),
                more.edited(less, none, NodeEdit.Mode.SAME));
    }

    /**
     * Several changes in one, each beginning where the one before it ends; as {@link #then}, but in
     * n log n.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static ZoneDelta condensed(List<ZoneDelta> deltas) {
        if (deltas.isEmpty()) {
            throw new IllegalArgumentException("no changes to condense");
        }
        List<ZoneDelta> level = deltas;
        while (level.size() > 1) {
            List<ZoneDelta> halved = new ArrayList<>(level.size() / 2 + 1);
            for (int i = 0; i < level.size(); i += 2) {
                ZoneDelta first = level.get(i);
                halved.add(i + 1 < level.size() ? first.then(level.get(i + 1)) : first);
            }
            level = halved;
        }
        return level.getFirst();
    }

    private void checkFits(Name zone, long serial) {
        if (!zone.equals(apex()) || serial != fromSerial()) {
            throw new ZoneException(
                    "changes of "
                            + apex()
                            + " from serial "
                            + fromSerial()
                            + " do not fit "
                            + zone
                            + " at serial "
                            + serial);
        }
    }

    public Name apex() {
        return added.apex();
    }

    /** The serial of the version that it can be applied to. */
    public long fromSerial() {
        return removed.serial();
    }

    /** The serial of the version that it makes. */
    public long toSerial() {
        return added.serial();
    }

    /** The records to take away, the old SOA among them. */
    public ZoneVersion removed() {
        return removed;
    }

    /** The records to add, the new SOA among them. */
    public ZoneVersion added() {
        return added;
    }

    /** Records on both sides. */
    public long records() {
        return removed.records() + added.records();
    }

    /** Bytes in memory. */
    public long bytes() {
        return removed.packedBytes() + added.packedBytes();
    }
}
