package org.zoneseal.answer;

import org.zoneseal.zones.ZoneVersion;

/**
 * Writes what proves that something is not there (RFC 4035 §3.1.3, RFC 5155 §7.2), into the
 * authority section: each record once, none that is not needed. All methods return false if not all
 * of it fits, or if it would take more hashes than the {@link HashBudget} has left.
 */
sealed interface Denial permits Denial.Unsigned, Denial.TooCostly, NsecDenial, Nsec3Denial {

    /** Turns to another version. */
    void open(ZoneVersion version);

    /**
     * The name is there and has not the type.
     *
     * @param at where the lookup of the name ended: on its node, or before it if it is empty
     */
    boolean noType(SoughtName name, ZoneLookup at, boolean isEmpty);

    /**
     * The cut has no DS (RFC 4035 §3.1.4, RFC 5155 §7.2.7).
     *
     * @param at on the cut
     */
    boolean noDs(SoughtName name, ZoneLookup at);

    /**
     * Neither the name is there nor a wildcard for it.
     *
     * @param at before the name; its depth is the closest encloser's
     */
    boolean noName(SoughtName name, ZoneLookup at);

    /**
     * The answer comes from the wildcard at the closest encloser: nothing is closer.
     *
     * @param at before the name; its depth is the closest encloser's
     */
    boolean wildcard(SoughtName name, ZoneLookup at);

    /**
     * The wildcard at the closest encloser is there and has not the type.
     *
     * @param at before the name; its depth is the closest encloser's
     */
    boolean wildcardNoType(SoughtName name, ZoneLookup at);

    /** A zone that is not signed, or not to be proved to this client. */
    final class Unsigned implements Denial {

        @Override
        public void open(ZoneVersion version) {}

        @Override
        public boolean noType(SoughtName name, ZoneLookup at, boolean isEmpty) {
            return true;
        }

        @Override
        public boolean noDs(SoughtName name, ZoneLookup at) {
            return true;
        }

        @Override
        public boolean noName(SoughtName name, ZoneLookup at) {
            return true;
        }

        @Override
        public boolean wildcard(SoughtName name, ZoneLookup at) {
            return true;
        }

        @Override
        public boolean wildcardNoType(SoughtName name, ZoneLookup at) {
            return true;
        }
    }

    /**
     * A zone whose NSEC3 records have more iterations than are followed: whatever is to be proved
     * exceeds the budget.
     */
    final class TooCostly implements Denial {

        private final HashBudget budget;

        TooCostly(HashBudget budget) {
            this.budget = budget;
        }

        @Override
        public void open(ZoneVersion version) {}

        @Override
        public boolean noType(SoughtName name, ZoneLookup at, boolean isEmpty) {
            return refuse();
        }

        @Override
        public boolean noDs(SoughtName name, ZoneLookup at) {
            return refuse();
        }

        @Override
        public boolean noName(SoughtName name, ZoneLookup at) {
            return refuse();
        }

        @Override
        public boolean wildcard(SoughtName name, ZoneLookup at) {
            return refuse();
        }

        @Override
        public boolean wildcardNoType(SoughtName name, ZoneLookup at) {
            return refuse();
        }

        private boolean refuse() {
            budget.exceed();
            return false;
        }
    }
}
