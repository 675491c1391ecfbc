package org.zoneseal.hsm.pkcs11;

import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * A key pair of a token that is reached over the wire.
 *
 * @param object the private half; it is found again by its unique id after a restart
 */
record RemoteKey(
        RemoteToken token, KeyId id, String label, PublicHalf publicHalf, RemoteObject object)
        implements KeyHandle {

    @Override
    public KeyHandle signingAs(SignatureScheme scheme) {
        if (scheme.isRsa() && publicHalf.scheme().isRsa() && scheme != publicHalf.scheme()) {
            PublicHalf other = new PublicHalf(scheme, publicHalf.dnskeyForm());
            return new RemoteKey(token, id, label, other, object);
        }
        return KeyHandle.super.signingAs(scheme);
    }

    /** For messages. */
    @Override
    public String toString() {
        return "key \"" + label + "\" (id " + id + ")";
    }
}
