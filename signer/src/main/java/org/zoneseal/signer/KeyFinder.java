package org.zoneseal.signer;

import java.util.List;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
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
     * Finds the key.
     *
     * @throws HsmException if it is not there, there twice, or another one
     */
    public static ZoneKey.Held find(KeyEntry.InToken entry, Token token) {
        List<KeyHandle> found = token.find(entry.id());
        String what =
                "the "
                        + entry.dnskey()
                        + " (id "
                        + entry.id()
                        + ") in token "
                        + token.info().label();
        if (found.size() != 1) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISSING,
                    found.isEmpty()
                            ? what + " is not there; check the token and its login"
                            : what + " is there " + found.size() + " times; remove the wrong one");
        }
        KeyHandle handle = found.getFirst();
        PublicHalf pinned =
                new PublicHalf(
                        SignatureScheme.ofAlgorithm(entry.dnskey().algorithm()),
                        entry.dnskey().publicKey());
        if (!handle.publicHalf().equals(pinned)) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    what
                            + " has another public key than the one pinned when it was made: "
                            + handle.publicHalf().fingerprint()
                            + " instead of "
                            + pinned.fingerprint()
                            + "; do not use this token until you know why");
        }
        return new ZoneKey.Held(entry.role(), entry.dnskey(), token, handle);
    }
}
