package org.zoneseal.transfer;

import java.time.Duration;

/**
 * How patient NOTIFY is (RFC 1996 §3.6).
 *
 * @param first how long an answer to the first message is waited for; each further one is waited
 *     for twice as long
 * @param longest but never longer than this
 * @param attempts messages in all for one version of a zone and one secondary
 * @param spacing least time between two messages to one secondary about one zone, however quickly
 *     versions follow
 */
public record NotifyTimes(Duration first, Duration longest, int attempts, Duration spacing) {

    /** 2 s, 4 s, … up to 60 s, eight times: some four minutes; one message in 200 ms. */
    public static final NotifyTimes DEFAULT =
            new NotifyTimes(
                    Duration.ofSeconds(2), Duration.ofMinutes(1), 8, Duration.ofMillis(200));

    /** How long the answer to an attempt is waited for; the first attempt is 1. */
    Duration patience(int attempt) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 30));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
