package org.zoneseal.signer;

import java.time.Duration;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;

/**
 * Leads from a key file's entry to the key in a token, and to no other.
 *
 * <p>A key is its public half. What answers to the id must have the one that was pinned when the
 * key was made; an HSM whose members hold different keys under one label took a country's zone down
 * for three hours.
 */
public final class KeyFinder {

    private KeyFinder() {}

    /**
     * Finds the key, has it sign something and verifies that.
     *
     * @param deadline how long the token may take
     * @throws HsmException if it is not there, there twice, another one, or signs wrongly
     */
    public static ZoneKey.Held find(KeyEntry.InToken entry, Token token, Duration deadline) {
        PublicHalf pinned =
                new PublicHalf(
                        SignatureScheme.ofAlgorithm(entry.dnskey().algorithm()),
                        entry.dnskey().publicKey());
        KeyHandle handle = KeyProbe.find(token, entry.id(), pinned, deadline);
        return new ZoneKey.Held(entry.role(), entry.dnskey(), token, handle);
    }
}
