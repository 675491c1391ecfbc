package org.zoneseal.zones;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;

/**
 * Something about a zone's content that its owner should know.
 *
 * @param kind what it is, and whether the zone can be used all the same
 * @param owner at which name
 * @param type about which record type
 * @param sentence what was found, and what should be
 */
public record ZoneProblem(Kind kind, Name owner, int type, String sentence) {

    /** What can be wrong with a zone whose every record is well formed. */
    public enum Kind {
        NO_SOA(true),
        SEVERAL_SOA(true),
        SOA_BELOW_APEX(true),
        NO_APEX_NS(true),
        CNAME_BESIDE_DATA(true),
        SEVERAL_ALIASES(true),
        NS_WITHOUT_ADDRESS(true),
        DS_WITHOUT_NS(true),
        RRSET_TOO_LARGE(true),
        SIBLING_NS_WITHOUT_ADDRESS(false),
        DATA_BELOW_DNAME(false),
        WILDCARD_DELEGATION(false);

        private final boolean fatal;

        Kind(boolean fatal) {
            this.fatal = fatal;
        }

        /** Whether a zone with this must not be published. */
        public boolean isFatal() {
            return fatal;
        }
    }

    @Override
    public String toString() {
        return owner + " " + RecordTypes.name(type) + ": " + sentence;
    }
}
