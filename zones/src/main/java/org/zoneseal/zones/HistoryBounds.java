package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of a zone's past is kept.
 *
 * @param deltas at most so many changes
 * @param bytes with at most so many bytes together
 */
record HistoryBounds(int deltas, long bytes) {

    /** However small a zone is, a few changes of it are worth keeping. */
    private static final long MIN_BYTES = 64 << 10;

    static HistoryBounds of(StoreOptions options, ZoneVersion version) {
        long share = Math.max(MIN_BYTES, version.packedBytes() / 2);
        return new HistoryBounds(options.historyDeltas(), Math.min(options.historyBytes(), share));
    }

    /** The latest of these changes. */
    List<ZoneDelta> latest(List<ZoneDelta> all) {
        long sum = 0;
        int from = all.size();
        while (from > 0 && all.size() - from < deltas) {
            sum += all.get(from - 1).bytes();
            if (sum > bytes) {
                break;
            }
            from--;
        }
        return all.subList(from, all.size());
    }

    /** The latest of these changes and one more. */
    List<ZoneDelta> latest(List<ZoneDelta> earlier, ZoneDelta next) {
        List<ZoneDelta> all = new ArrayList<>(earlier.size() + 1);
        all.addAll(earlier);
        all.add(next);
        return latest(all);
    }
}
