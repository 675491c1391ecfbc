package org.zoneseal.signer;

import java.time.Instant;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.KeyId;

/** A key as the state folder knows it: its public half, its role, and where its private half is. */
public sealed interface KeyEntry {

    ZoneKey.Role role();

    Dnskey dnskey();

    Instant created();

    /**
     * A key in a token.
     *
     * @param token {@code embedded}, or the label of a PKCS#11 token
     * @param id the key's id in that token
     */
    record InToken(ZoneKey.Role role, Dnskey dnskey, Instant created, String token, KeyId id)
            implements KeyEntry {}

    /** A key signing key whose private half is not here; its signatures are brought. */
    record Elsewhere(Dnskey dnskey, Instant created) implements KeyEntry {

        @Override
        public ZoneKey.Role role() {
            return ZoneKey.Role.KSK;
        }
    }
}
