package org.zoneseal.jce;

import java.security.InvalidKeyException;
import java.util.List;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Mechanism;

/** Keys that come in wrapped: they are unwrapped inside, and stay there. */
final class Unwrapping {

    private Unwrapping() {}

    static HsmSecretKey secretKey(
            RemoteObject unwrapping, Mechanism mechanism, byte[] wrapped, String algorithm)
            throws InvalidKeyException {
        RemoteSlot slot = unwrapping.slot();
        var request = slot.newRequest();
        Template template =
                Template.of(Cko.SECRET_KEY)
                        .and(SecretKind.of(algorithm).template())
                        .flag(Cka.TOKEN, false)
                        .flag(Cka.PRIVATE, true)
                        .flag(Cka.SENSITIVE, true)
                        .flag(Cka.EXTRACTABLE, false)
                        .bytes(Cka.ID, slot.newRequest().bytes());
        try {
            return slot.inAnchor(session -> {
                long handle =
                        session.unwrap(
                                mechanism, unwrapping.handle(session), wrapped, template, request);
                RemoteObject object = slot.object(session, handle);
                HsmSecretKey key = new HsmSecretKey(object, algorithm);
                SessionObjects.endWith(key, List.of(object));
                return key;
            });
        } catch (HsmClientException e) {
            throw new InvalidKeyException(Refusals.text(e), e);
        }
    }
}
