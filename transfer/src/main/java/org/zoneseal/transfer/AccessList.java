package org.zoneseal.transfer;

import java.util.List;
import java.util.Optional;

/**
 * Who may: whoever a rule admits, and nobody by default.
 *
 * <p>A rule admits who meets all that it demands; the first rule that does is enough, so the order
 * of rules changes nothing. There are no rules that forbid: what is not admitted is refused.
 *
 * @param rules in the order of the configuration
 */
public record AccessList(List<AccessRule> rules) {

    /** Nobody. */
    public static final AccessList NOBODY = new AccessList(List.of());

    public AccessList {
        rules = List.copyOf(rules);
    }

    public static AccessList of(AccessRule... rules) {
        return new AccessList(List.of(rules));
    }

    public boolean admits(Peer peer) {
        return refusal(peer).isEmpty();
    }

    /** Why the peer is refused, for the log; empty if a rule admits it. */
    public Optional<String> refusal(Peer peer) {
        StringBuilder why = new StringBuilder();
        for (int i = 0; i < rules.size(); i++) {
            Optional<String> lacking = rules.get(i).lacking(peer);
            if (lacking.isEmpty()) {
                return Optional.empty();
            }
            why.append(why.isEmpty() ? "" : "; ");
            why.append("rule ").append(i + 1).append(": ").append(lacking.get());
        }
        return Optional.of(why.isEmpty() ? "no rule admits anybody" : why.toString());
    }
}
