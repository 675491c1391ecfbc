package org.zoneseal.app.serve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.zoneseal.app.daemon.Section;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.AccessRule;
import org.zoneseal.transfer.AddressPrefix;

/**
 * Reads who may have a zone: a list of rules, each of which demands one or several of {@code from},
 * {@code key}, {@code certificate}, {@code host} and {@code tls}.
 *
 * <p>What counts is what a rule demands in the end, not which keys are written: an empty list, or a
 * value that an empty variable of a template has left blank, must not open a zone to everybody.
 */
final class AccessRules {

    private AccessRules() {}

    static AccessList read(Section section, String list, Surroundings surroundings) {
        List<AccessRule> rules = new ArrayList<>();
        for (Section rule : section.sections(list, "from")) {
            rules.add(rule(rule, surroundings));
        }
        return new AccessList(rules);
    }

    private static AccessRule rule(Section section, Surroundings surroundings) {
        Set<Name> keys = new HashSet<>();
        surroundings.key(section, "key").ifPresent(keys::add);
        Set<String> fingerprints = new HashSet<>();
        surroundings
                .file(section, "certificate")
                .flatMap(file -> Certificates.read(section, "certificate", file))
                .map(Certificates::fingerprint)
                .ifPresent(fingerprints::add);
        AccessRule rule =
                new AccessRule(
                        prefixes(section, "from"),
                        keys,
                        fingerprints,
                        Set.copyOf(section.texts("host")),
                        section.flag("tls", false)
                                ? AccessRule.Demand.TLS
                                : AccessRule.Demand.ANY_CHANNEL);
        if (rule.admitsAnybody()) {
            section.problem(
                    "a rule that demands nothing: give from, key, certificate, host or tls a value"
                            + " (tls: true); for everybody write 'from: any'");
        }
        section.end();
        return rule;
    }

    /** Address prefixes; {@code any} is all of both families. */
    static List<AddressPrefix> prefixes(Section section, String key) {
        List<AddressPrefix> prefixes = new ArrayList<>();
        section.each(
                key,
                text -> {
                    if (text.equals("any")) {
                        prefixes.add(AddressPrefix.parse("0.0.0.0/0"));
                        prefixes.add(AddressPrefix.parse("::/0"));
                    } else {
                        prefixes.add(prefix(text));
                    }
                });
        return prefixes;
    }

    private static AddressPrefix prefix(String text) {
        try {
            return AddressPrefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has '"
                            + text
                            + "', which is no address or prefix such as 192.0.2.0/24 or"
                            + " 2001:db8::/32: "
                            + e.getMessage(),
                    e);
        }
    }
}
