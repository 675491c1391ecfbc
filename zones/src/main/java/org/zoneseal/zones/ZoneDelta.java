package org.zoneseal.zones;

import org.zoneseal.dns.Name;

/**
 * What makes one version of a zone another: the records to take away and those to add, packed.
 *
 * <p>Both sides are in the form of a {@link ZoneVersion}, though neither is a whole zone: sorted,
 * searchable, and readable with the same cursors. The SOA records are among them.
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
