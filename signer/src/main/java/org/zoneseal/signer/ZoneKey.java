package org.zoneseal.signer;

import java.util.List;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Token;

/** A key of a zone, by what can be done with it. */
public sealed interface ZoneKey {

    Dnskey dnskey();

    /** What a key signs. */
    enum Role {
        /** The DNSKEY, CDS and CDNSKEY RRsets. */
        KSK,
        /** All other data. */
        ZSK,
        /** Both. */
        CSK;

        boolean signsKeys() {
            return this != ZSK;
        }

        boolean signsData() {
            return this != KSK;
        }
    }

    /** A key whose private half is in a token of ours. */
    record Held(Role role, Dnskey dnskey, Token token, KeyHandle handle) implements ZoneKey {}

    /**
     * A key signing key that is elsewhere; its signatures are brought.
     *
     * @param rrsigs rdatas of RRSIG records over the DNSKEY, CDS or CDNSKEY RRset
     */
    record Offline(Dnskey dnskey, List<byte[]> rrsigs) implements ZoneKey {

        public Offline {
            rrsigs = List.copyOf(rrsigs);
        }
    }

    /** Somebody else's key, published with ours (RFC 8901). */
    record Foreign(Dnskey dnskey) implements ZoneKey {}
}
