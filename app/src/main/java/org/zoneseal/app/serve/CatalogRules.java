package org.zoneseal.app.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.zoneseal.app.daemon.Section;

/**
 * How the members of a catalog zone (RFC 9432) are served: by the template of their group.
 *
 * @param otherwise for members without a group, and of groups that are not named
 * @param groups the template of a group
 * @param most how many members are taken
 */
record CatalogRules(ZoneRules otherwise, Map<String, ZoneRules> groups, int most) {

    private static final int USUAL_MOST = 100_000;

    static Optional<CatalogRules> read(Section zone, Map<String, ZoneRules> templates) {
        if (!zone.has("catalog")) {
            return Optional.empty();
        }
        Section section = zone.section("catalog");
        ZoneRules usual = template(section, "template", templates).orElse(ZoneRules.DEFAULTS);
        if (!section.has("template")) {
            section.problem("template is missing: how are the members of this catalog served?");
        }
        Map<String, ZoneRules> groups = new LinkedHashMap<>();
        Section named = section.section("groups");
        for (String group : named.keys()) {
            template(named, group, templates).ifPresent(rules -> groups.put(group, rules));
        }
        int most = section.number("members", 1, 10_000_000, USUAL_MOST);
        section.end();
        return Optional.of(new CatalogRules(usual, groups, most));
    }

    private static Optional<ZoneRules> template(
            Section section, String key, Map<String, ZoneRules> templates) {
        Optional<ZoneRules> rules = ZoneSettings.template(section, key, templates);
        rules.filter(found -> found.file().isPresent() && !found.file().get().isForEach())
                .ifPresent(_ ->
                        section.problem(
                                key, "names a template whose file has no {zone} in its name"));
        rules.filter(found -> found.file().isEmpty() && !found.isSecondary())
                .ifPresent(_ ->
                        section.problem(
                                key,
                                "names a template with neither file nor primaries: where would the"
                                        + " members come from?"));
        return rules;
    }

    /** The rules of a member. */
    ZoneRules of(List<String> itsGroups) {
        return itsGroups.stream()
                .map(groups::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(otherwise);
    }
}
