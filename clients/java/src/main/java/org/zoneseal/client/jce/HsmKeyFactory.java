package org.zoneseal.client.jce;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/**
 * Public keys of any form, by the JDK's own factories; keys of the HSM pass as they are.
 *
 * <p>A private key from outside is brought in by the key store, under a name.
 */
final class HsmKeyFactory extends KeyFactorySpi {

    private final String algorithm;

    HsmKeyFactory(String algorithm) {
        this.algorithm = algorithm;
    }

    /** Somebody else's factory: asking for any could come back here. */
    private KeyFactory software() throws InvalidKeySpecException {
        for (Provider provider : Security.getProviders("KeyFactory." + algorithm)) {
            if (!(provider instanceof ZonesealProvider)) {
                try {
                    return KeyFactory.getInstance(algorithm, provider);
                } catch (GeneralSecurityException e) {
                    throw new InvalidKeySpecException(e);
                }
            }
        }
        throw new InvalidKeySpecException("no provider has " + algorithm + " keys in software");
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec specification) throws InvalidKeySpecException {
        return software().generatePublic(specification);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec specification)
            throws InvalidKeySpecException {
        throw new InvalidKeySpecException(
                "private keys are generated in the HSM, or brought in by its key store");
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> specification)
            throws InvalidKeySpecException {
        if (key instanceof HsmPrivateKey) {
            throw new InvalidKeySpecException("a key in an HSM does not say what it is made of");
        }
        return software().getKeySpec(key, specification);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        if (key instanceof HsmPrivateKey) {
            return key;
        }
        try {
            return software().translateKey(key);
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException(e);
        }
    }
}
