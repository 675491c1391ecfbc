package org.zoneseal.proof;

import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;

/** What is known of a zone's keys from outside: a DS of the parent, or a key itself. */
public sealed interface TrustAnchor {

    /** Whether the anchor is this key of the zone {@code apex}. */
    boolean matches(Name apex, Dnskey key);

    /** The algorithm number of the key it names. */
    int algorithm();

    /** By a digest of the key. */
    record ByDs(Ds ds) implements TrustAnchor {
        @Override
        public boolean matches(Name apex, Dnskey key) {
            return ds.matches(apex, key);
        }

        @Override
        public int algorithm() {
            return ds.algorithm();
        }
    }

    /** By the key. */
    record ByKey(Dnskey key) implements TrustAnchor {
        @Override
        public boolean matches(Name apex, Dnskey published) {
            return key.equals(published);
        }

        @Override
        public int algorithm() {
            return key.algorithm();
        }
    }
}
