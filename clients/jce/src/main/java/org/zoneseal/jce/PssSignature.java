package org.zoneseal.jce;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/** RSASSA-PSS (RFC 8017, section 8.1); hash, mask and salt come as parameters, as in TLS 1.3. */
final class PssSignature extends HsmSignature<HsmPrivateKey.Rsa> {

    private @Nullable PSSParameterSpec parameters;

    /** The data is kept until the hash is known. */
    PssSignature() {
        super(HsmPrivateKey.Rsa.class, "RSASSA-PSS", DataCollector.plain());
    }

    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException {
        if (!(specification instanceof PSSParameterSpec pss)) {
            throw new InvalidAlgorithmParameterException("RSASSA-PSS needs PSSParameterSpec");
        }
        if (!(pss.getMGFParameters() instanceof MGF1ParameterSpec mask)) {
            throw new InvalidAlgorithmParameterException("the mask is made by MGF1");
        }
        Hashes.of(pss.getDigestAlgorithm());
        Hashes.of(mask.getDigestAlgorithm());
        if (pss.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
            throw new InvalidAlgorithmParameterException("the trailer field is always 1");
        }
        parameters = pss;
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        PSSParameterSpec set = parameters;
        if (set == null) {
            return null;
        }
        try {
            AlgorithmParameters encoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            encoded.init(set);
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }

    @Override
    void prepare(Signature software) throws GeneralSecurityException {
        PSSParameterSpec set = parameters;
        if (set != null) {
            software.setParameter(set);
        }
    }

    @Override
    Mechanism mechanism(HsmPrivateKey.Rsa key) throws SignatureException {
        PSSParameterSpec set = parameters;
        if (set == null) {
            throw new SignatureException("RSASSA-PSS needs its parameters before it signs");
        }
        MGF1ParameterSpec mask = (MGF1ParameterSpec) set.getMGFParameters();
        return new Mechanism(
                Ckm.RSA_PKCS_PSS,
                new Mechanism.Parameter.Pss(
                        hash(set.getDigestAlgorithm()).mechanism(),
                        hash(mask.getDigestAlgorithm()).maskGeneration(),
                        set.getSaltLength()));
    }

    @Override
    byte[] input(HsmPrivateKey.Rsa key, byte[] collected) {
        PSSParameterSpec set = parameters;
        if (set == null) {
            return collected;
        }
        DataCollector digest = DataCollector.hash(set.getDigestAlgorithm());
        digest.add(collected, 0, collected.length);
        return digest.take();
    }

    private static Hashes hash(String name) throws SignatureException {
        try {
            return Hashes.of(name);
        } catch (InvalidAlgorithmParameterException e) {
            throw new SignatureException(e);
        }
    }
}
