package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * ML-DSA-44 (FIPS 204) by the platform, keys on the heap.
 *
 * <p>The stored form is the 32-byte seed. The platform of today reads only the expanded form, so
 * Bouncy Castle expands.
 */
final class MlDsaScheme implements Scheme {

    private static final int SEED_LENGTH = 32;
    private static final String NAME = "ML-DSA-44";

    private final Provider provider;

    MlDsaScheme(Provider provider) {
        this.provider = provider;
    }

    @Override
    public KeyMemory memory() {
        return KeyMemory.HEAP;
    }

    @Override
    public NewKey generate(int rsaBits) {
        byte[] seed = new byte[SEED_LENGTH];
        new SecureRandom().nextBytes(seed);
        return new NewKey(
                seed, new PublicHalf(SignatureScheme.ML_DSA_44, expand(seed).getPublicKey()));
    }

    @Override
    public NewKey take(PrivateMaterial material) throws GeneralSecurityException {
        if (!(material instanceof PrivateMaterial.Raw raw) || raw.secret().length != SEED_LENGTH) {
            throw new InvalidKeyException("a private key for ML-DSA-44 is a seed of 32 bytes");
        }
        return new NewKey(
                raw.secret().clone(),
                new PublicHalf(SignatureScheme.ML_DSA_44, raw.publicDnskeyForm()));
    }

    @Override
    public byte[] loadPrefix() {
        return new byte[0];
    }

    @Override
    public WorkingKey load(byte[] prefixed) throws GeneralSecurityException {
        byte[] expanded = expand(prefixed).getEncoded();
        byte[] prefix = KeyTemplate.ML_DSA_44.privatePrefix();
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + expanded.length);
        System.arraycopy(expanded, 0, encoded, prefix.length, expanded.length);
        try {
            return new JcaKey(
                    KeyFactory.getInstance(NAME, provider)
                            .generatePrivate(new TransientSpec(encoded)),
                    Signature.getInstance(NAME, provider));
        } finally {
            Arrays.fill(expanded, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public boolean verify(PublicHalf key, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        byte[] encoded = KeyTemplate.ML_DSA_44.publicEncoding(key.dnskeyForm());
        Signature verifier = Signature.getInstance(NAME, provider);
        verifier.initVerify(
                KeyFactory.getInstance(NAME, provider)
                        .generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(data);
        return verifier.verify(signature);
    }

    private static MLDSAPrivateKeyParameters expand(byte[] seed) {
        return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    }
}
