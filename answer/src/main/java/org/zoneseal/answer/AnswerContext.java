package org.zoneseal.answer;

import org.zoneseal.zones.ZoneTable;

/**
 * All that answers depend on beside the query: swapped as a whole when the configuration changes.
 *
 * @param zones what is served
 * @param settings how it is served
 */
public record AnswerContext(ZoneTable zones, AnswerSettings settings) {}
