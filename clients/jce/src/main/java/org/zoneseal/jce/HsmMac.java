package org.zoneseal.jce;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.cryptoki.Mechanism;

/** HMAC with a key in the HSM. */
final class HsmMac extends MacSpi {

    private final Mechanism mechanism;
    private final int length;
    private final DataCollector data = DataCollector.plain();
    private @Nullable HsmSecretKey key;

    HsmMac(long mechanism, int length) {
        this.mechanism = Mechanism.of(mechanism);
        this.length = length;
    }

    @Override
    protected int engineGetMacLength() {
        return length;
    }

    @Override
    protected void engineInit(Key given, @Nullable AlgorithmParameterSpec specification)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (!(given instanceof HsmSecretKey own)) {
            throw new InvalidKeyException("not a secret key of the HSM");
        }
        if (specification != null) {
            throw new InvalidAlgorithmParameterException("HMAC has no parameters");
        }
        data.reset();
        key = own;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int count) {
        data.add(input, offset, count);
    }

    @Override
    protected byte[] engineDoFinal() {
        HsmSecretKey own = key;
        if (own == null) {
            throw new IllegalStateException("not initialized");
        }
        byte[] all = data.take();
        RemoteObject object = own.object();
        try {
            return object.slot()
                    .inSession(
                            session -> session.signParts(mechanism, object.handle(session), all));
        } catch (HsmClientException e) {
            throw new ProviderException(Refusals.text(own, e), e);
        }
    }

    @Override
    protected void engineReset() {
        data.reset();
    }
}
