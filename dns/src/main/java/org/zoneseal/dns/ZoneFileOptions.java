package org.zoneseal.dns;

/**
 * How to read a zone file.
 *
 * @param origin completes relative names until the first {@code $ORIGIN}
 * @param defaultTtl in seconds, until the first {@code $TTL}; -1 for none
 * @param includes which files {@code $INCLUDE} may name
 * @param includeDepth how deep included files may include others
 * @param includeCount how many files may be included in all
 * @param generateCount how many records {@code $GENERATE} may make in all
 * @param problemCount after how many problems the reader gives up
 */
public record ZoneFileOptions(
        Name origin,
        long defaultTtl,
        IncludePolicy includes,
        int includeDepth,
        int includeCount,
        long generateCount,
        int problemCount) {

    public static ZoneFileOptions of(Name origin) {
        return new ZoneFileOptions(
                origin, -1, IncludePolicy.BELOW_ZONE_FILE, 10, 1000, 1 << 20, 20);
    }

    public ZoneFileOptions withDefaultTtl(long seconds) {
        return new ZoneFileOptions(
                origin, seconds, includes, includeDepth, includeCount, generateCount, problemCount);
    }

    public ZoneFileOptions withIncludes(IncludePolicy policy) {
        return new ZoneFileOptions(
                origin,
                defaultTtl,
                policy,
                includeDepth,
                includeCount,
                generateCount,
                problemCount);
    }

    public ZoneFileOptions withGenerateCount(long most) {
        return new ZoneFileOptions(
                origin, defaultTtl, includes, includeDepth, includeCount, most, problemCount);
    }

    public ZoneFileOptions withProblemCount(int most) {
        return new ZoneFileOptions(
                origin, defaultTtl, includes, includeDepth, includeCount, generateCount, most);
    }
}
