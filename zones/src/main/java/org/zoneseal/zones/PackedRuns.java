package org.zoneseal.zones;

import java.util.List;

/**
 * A stretch of one tree, packed.
 *
 * @param warnings what was put right, or the first of it
 */
record PackedRuns(PackedPages pages, List<ZoneWarning> warnings, long warningCount) {}
