package org.zoneseal.answer;

import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.zones.ZoneTable;

/**
 * All that answers depend on beside the query: swapped as a whole when the configuration changes.
 *
 * @param zones what is served
 * @param settings how it is served
 * @param keys whose signatures on queries are good
 * @param rates who gets how many answers
 */
public record AnswerContext(
        ZoneTable zones, AnswerSettings settings, TsigKeys keys, RateLimit rates) {

    /** Without keys, and answers for everybody. */
    public AnswerContext(ZoneTable zones, AnswerSettings settings) {
        this(zones, settings, TsigKeys.NONE, RateLimit.OFF);
    }

    public AnswerContext withZones(ZoneTable other) {
        return new AnswerContext(other, settings, keys, rates);
    }

    public AnswerContext withSettings(AnswerSettings other) {
        return new AnswerContext(zones, other, keys, rates);
    }

    public AnswerContext withKeys(TsigKeys other) {
        return new AnswerContext(zones, settings, other, rates);
    }

    public AnswerContext withRates(RateLimit other) {
        return new AnswerContext(zones, settings, keys, other);
    }
}
