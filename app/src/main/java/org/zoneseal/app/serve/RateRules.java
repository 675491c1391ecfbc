package org.zoneseal.app.serve;

import java.util.List;
import java.util.Optional;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.transfer.AddressPrefix;

/**
 * Response rate limiting by UDP. Off unless the section is there.
 *
 * @param perSecond alike answers to one network
 * @param slip every how many-eth of the others is answered with TC, 0 for none
 * @param exempt whose answers are not counted
 */
record RateRules(int perSecond, int slip, List<AddressPrefix> exempt) {

    static Optional<RateRules> read(Section root) {
        if (!root.has("rate-limit")) {
            return Optional.empty();
        }
        Section section = root.section("rate-limit");
        RateRules rules =
                new RateRules(
                        section.number("responses-per-second", 1, 30_000, 200),
                        section.number("slip", 0, 10, 2),
                        AccessRules.prefixes(section, "exempt"));
        section.end();
        return Optional.of(rules);
    }
}
