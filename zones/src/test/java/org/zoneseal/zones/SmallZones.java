package org.zoneseal.zones;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.zoneseal.dns.Name;

/** Zones of a few names, and stores that find everything large. */
final class SmallZones {

    static final Name EXAMPLE = Name.parse("example.");

    /** Every zone has a snapshot file, which is renewed after a few changes. */
    static final StoreOptions TIGHT =
            new StoreOptions(2000, 100, 4 << 20, 500, 3, 1 << 20, Duration.ofSeconds(10));

    /** Zones live in the journal, which is in many small files. */
    static final StoreOptions INLINE =
            new StoreOptions(2000, 100_000, 4 << 20, 500, 3, 1 << 20, Duration.ofSeconds(10));

    /** Every change makes a new snapshot. */
    static final StoreOptions NO_CHANGES =
            new StoreOptions(2000, 100, 0, 500, 3, 1 << 20, Duration.ofSeconds(10));

    private static final Map<String, ZoneVersion> MADE = new ConcurrentHashMap<>();

    private SmallZones() {}

    /** A version that says its serial in more than one place. */
    static ZoneVersion version(Name apex, long serial) {
        return MADE.computeIfAbsent(apex + " " + serial, key -> make(apex, serial));
    }

    private static ZoneVersion make(Name apex, long serial) {
        return ZoneTexts.zone(
                apex,
                "@ SOA ns hostmaster "
                        + serial
                        + " 3600 600 86400 300\n@ NS ns\nns A 192.0.2.1\nlatest TXT \"serial "
                        + serial
                        + "\"\nhost"
                        + serial % 7
                        + " A 192.0.2.2\nevery"
                        + serial % 3
                        + " TXT \"one of three\"\n");
    }

    static Provenance provenance(long serial) {
        return Provenance.of(new ZoneOrigin.Other("version " + serial), 1_000_000 + serial);
    }
}
