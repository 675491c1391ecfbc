package org.zoneseal.jce;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Mechanism;

/** Makes secret keys inside the HSM, sensitive and not extractable, for this program's life. */
final class HsmKeyGenerator extends KeyGeneratorSpi {

    private final HsmAccess access;
    private final SecretKind kind;
    private int bits;

    HsmKeyGenerator(HsmAccess access, SecretKind kind) {
        this.access = access;
        this.kind = kind;
        this.bits = kind.defaultBits();
    }

    @Override
    protected void engineInit(@Nullable SecureRandom random) {
        bits = kind.defaultBits();
    }

    @Override
    protected void engineInit(
            @Nullable AlgorithmParameterSpec specification, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("give the size in bits");
    }

    @Override
    protected void engineInit(int size, @Nullable SecureRandom random) {
        if (!kind.allows(size)) {
            throw new InvalidParameterException(
                    "no " + kind.algorithm() + " keys of " + size + " bits");
        }
        bits = size;
    }

    @Override
    protected SecretKey engineGenerateKey() {
        RemoteSlot slot = access.loggedIn();
        var request = slot.newRequest();
        Template template =
                kind.template()
                        .flag(Cka.TOKEN, false)
                        .flag(Cka.PRIVATE, true)
                        .flag(Cka.SENSITIVE, true)
                        .flag(Cka.EXTRACTABLE, false)
                        .bytes(Cka.ID, slot.newRequest().bytes())
                        .number(Cka.VALUE_LEN, bits / Byte.SIZE);
        try {
            return slot.inAnchor(session -> {
                long handle =
                        session.generateKey(Mechanism.of(kind.generation()), template, request);
                RemoteObject object = slot.object(session, handle);
                HsmSecretKey key = new HsmSecretKey(object, kind.algorithm());
                SessionObjects.endWith(key, List.of(object));
                return key;
            });
        } catch (HsmClientException e) {
            throw new ProviderException(
                    "no new " + kind.algorithm() + " key: " + Refusals.text(e), e);
        }
    }
}
