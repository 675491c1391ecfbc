package org.zoneseal.jce;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;
import org.zoneseal.cryptoki.Mechanism;

/**
 * A signature that the HSM makes in one round trip; hashes are computed here, so that little
 * travels. Verifying needs no secret and is left to the JDK.
 *
 * @param <K> the keys that sign so
 */
abstract class HsmSignature<K extends HsmPrivateKey> extends SignatureSpi {

    private final Class<K> keys;
    private final String algorithm;
    private final DataCollector data;
    private @Nullable K signingKey;
    private @Nullable Signature verifier;

    HsmSignature(Class<K> keys, String algorithm, DataCollector data) {
        this.keys = keys;
        this.algorithm = algorithm;
        this.data = data;
    }

    /** Refuses a key that is of the right class and still of no use. */
    void check(K key) throws InvalidKeyException {}

    abstract Mechanism mechanism(K key) throws SignatureException;

    /** What the mechanism takes, of what was collected. */
    byte[] input(K key, byte[] collected) {
        return collected;
    }

    /** The signature as JCE has it, of what the mechanism gives. */
    byte[] output(byte[] signature) {
        return signature;
    }

    /** Sets what a verifier needs besides the key. */
    void prepare(Signature software) throws GeneralSecurityException {}

    @Override
    protected final void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!keys.isInstance(key)) {
            throw new InvalidKeyException("not a key of the HSM for " + algorithm);
        }
        K own = keys.cast(key);
        check(own);
        data.reset();
        verifier = null;
        signingKey = own;
    }

    @Override
    protected final void engineInitVerify(PublicKey key) throws InvalidKeyException {
        try {
            Signature software = Signature.getInstance(algorithm);
            prepare(software);
            software.initVerify(key);
            signingKey = null;
            verifier = software;
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException(e);
        }
    }

    @Override
    protected final void engineUpdate(byte b) throws SignatureException {
        engineUpdate(new byte[] {b}, 0, 1);
    }

    @Override
    protected final void engineUpdate(byte[] bytes, int offset, int length)
            throws SignatureException {
        Signature software = verifier;
        if (software != null) {
            software.update(bytes, offset, length);
        } else {
            data.add(bytes, offset, length);
        }
    }

    @Override
    protected final byte[] engineSign() throws SignatureException {
        K key = signingKey;
        if (key == null) {
            throw new SignatureException("not initialized for signing");
        }
        byte[] input = input(key, data.take());
        Mechanism mechanism = mechanism(key);
        RemoteObject object = key.object();
        try {
            return output(
                    object.slot()
                            .inSession(session ->
                                    session.signParts(mechanism, object.handle(session), input)));
        } catch (HsmClientException e) {
            throw new SignatureException(Refusals.text(key, e), e);
        }
    }

    @Override
    protected final boolean engineVerify(byte[] signature) throws SignatureException {
        Signature software = verifier;
        if (software == null) {
            throw new SignatureException("not initialized for verifying");
        }
        return software.verify(signature);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("use a parameter specification");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("use getParameters");
    }
}
