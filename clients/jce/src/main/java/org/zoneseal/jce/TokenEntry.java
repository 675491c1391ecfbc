package org.zoneseal.jce;

import java.util.HexFormat;
import java.util.List;
import org.zoneseal.client.slot.ObjectAttributes;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;

/**
 * An object of the token that may be an entry of the key store.
 *
 * @param objectClass CKO_
 * @param id CKA_ID: what a private key, its public half and its certificate have in common
 */
record TokenEntry(long handle, long objectClass, String label, byte[] id, String uniqueId) {

    static final List<Long> ATTRIBUTES = List.of(Cka.CLASS, Cka.LABEL, Cka.ID, Cka.UNIQUE_ID);

    static TokenEntry of(long handle, ObjectAttributes attributes) {
        return new TokenEntry(
                handle,
                attributes.number(Cka.CLASS).orElse(-1L),
                attributes.text(Cka.LABEL),
                attributes.bytes(Cka.ID).orElse(new byte[0]),
                attributes.text(Cka.UNIQUE_ID));
    }

    boolean isKey() {
        return isPrivateKey() || isSecretKey();
    }

    boolean isPrivateKey() {
        return objectClass == Cko.PRIVATE_KEY;
    }

    boolean isSecretKey() {
        return objectClass == Cko.SECRET_KEY;
    }

    boolean isCertificate() {
        return objectClass == Cko.CERTIFICATE;
    }

    /** The alias of an object whose label is not its alone. */
    String distinctAlias() {
        return label + "#" + HexFormat.of().formatHex(id);
    }
}
