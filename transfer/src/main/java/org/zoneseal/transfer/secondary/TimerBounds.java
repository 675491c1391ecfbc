package org.zoneseal.transfer.secondary;

/**
 * Between what bounds the times of a zone's SOA are followed, and others that a SOA does not give;
 * all in seconds.
 *
 * @param refresh least and most
 * @param retry least and most
 * @param expire least and most; no less than refresh and retry together in any case
 * @param firstRetry pause after the first failure to get a zone that is not held yet; doubled up to
 *     the most of retry
 * @param notifyGap between the beginnings of two checks that NOTIFY asks for
 */
public record TimerBounds(
        Range refresh, Range retry, Range expire, long firstRetry, long notifyGap) {

    /** Some seconds to four weeks; two seconds between NOTIFYs. */
    public static final TimerBounds DEFAULT =
            new TimerBounds(
                    new Range(10, 2_419_200),
                    new Range(5, 1_209_600),
                    new Range(60, 31_536_000),
                    2,
                    1);

    /** From the least to the most. */
    public record Range(long least, long most) {

        public Range {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("a range from " + least + " to " + most);
            }
        }

        long clamp(long value) {
            return Math.clamp(value, least, most);
        }
    }

    /** These times within the bounds. */
    SoaTimers clamp(SoaTimers timers) {
        long refreshed = refresh.clamp(timers.refresh());
        long retried = retry.clamp(timers.retry());
        long expired = Math.max(expire.clamp(timers.expire()), refreshed + retried);
        return new SoaTimers(refreshed, retried, expired);
    }
}
