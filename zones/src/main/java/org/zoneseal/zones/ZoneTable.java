package org.zoneseal.zones;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.WireNames;

/**
 * The zones of a server, found by name; immutable.
 *
 * <p>An open hash table over apexes in lower case. The longest match asks it once for each label of
 * the name, from the left, and skips depths at which no zone has its apex: in a server of a hundred
 * thousand zones with two labels each, one question.
 */
public final class ZoneTable {

    public static final ZoneTable EMPTY = new ZoneTable(List.of());

    private static final int MAX_LABELS = 128;

    private final List<PublishedZone> zones;
    private final @Nullable PublishedZone[] slots;
    private final byte[][] names;
    private final boolean[] depths = new boolean[MAX_LABELS];
    private final int mask;

    /**
     * A table of these.
     *
     * @throws IllegalArgumentException if two have the same apex
     */
    public ZoneTable(Collection<PublishedZone> zones) {
        this.zones = List.copyOf(zones);
        int size = Integer.highestOneBit(Math.max(zones.size(), 4)) * 4;
        this.slots = new PublishedZone[size];
        this.names = new byte[size][];
        this.mask = size - 1;
        this.zones.forEach(this::put);
    }

    private void put(PublishedZone zone) {
        byte[] name = zone.apex().toCanonicalWire();
        if (slotOf(name, 0, name.length) != null) {
            throw new IllegalArgumentException("the zone " + zone.apex() + " is there twice");
        }
        int slot = firstSlot(WireNames.hashIgnoreCase(name, 0, name.length));
        while (slots[slot] != null) {
            slot = slot + 1 & mask;
        }
        slots[slot] = zone;
        names[slot] = name;
        depths[zone.apex().labelCount()] = true;
    }

    /** All zones, in no order. */
    public List<PublishedZone> zones() {
        return zones;
    }

    /**
     * The zone with this apex.
     *
     * @param name an uncompressed wire form, in any case
     */
    public @Nullable PublishedZone exact(byte[] name, int offset, int length) {
        return slotOf(name, offset, length);
    }

    /** The zone with this apex. */
    public @Nullable PublishedZone exact(Name apex) {
        byte[] name = apex.toCanonicalWire();
        return slotOf(name, 0, name.length);
    }

    /**
     * The zone with the longest apex that the name is at or below.
     *
     * @param name an uncompressed wire form, in any case
     * @param skippedLabels labels on the left that are not to be part of the apex: 0 as a rule, 1
     *     for a DS, which the parent of the name answers (RFC 4035 §3.1.4.1)
     */
    public @Nullable PublishedZone longestMatch(
            byte[] name, int offset, int length, int skippedLabels) {
        int labels = WireNames.labelCount(name, offset);
        int at = offset;
        for (int depth = labels; depth >= 0; depth--) {
            if (depths[depth] && labels - depth >= skippedLabels) {
                PublishedZone found = slotOf(name, at, offset + length - at);
                if (found != null) {
                    return found;
                }
            }
            at += name[at] + 1;
        }
        return null;
    }

    private @Nullable PublishedZone slotOf(byte[] name, int offset, int length) {
        int slot = firstSlot(WireNames.hashIgnoreCase(name, offset, length));
        while (slots[slot] != null) {
            byte[] candidate = names[slot];
            if (candidate.length == length
                    && WireNames.equalsIgnoreCase(candidate, 0, name, offset, length)) {
                return slots[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    private int firstSlot(int hash) {
        return (hash ^ hash >>> 15) & mask;
    }
}
