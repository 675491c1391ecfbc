package org.zoneseal.jce;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/** Ed25519 and Ed448 (RFC 8032), with context and prehash where they are asked for. */
final class EdwardsSignature extends HsmSignature<HsmPrivateKey.Edwards> {

    private final Optional<String> curve;
    private @Nullable EdDSAParameterSpec parameters;

    /** For keys on either curve. */
    EdwardsSignature() {
        super(HsmPrivateKey.Edwards.class, "EdDSA", DataCollector.plain());
        this.curve = Optional.empty();
    }

    /** For keys on one curve. */
    EdwardsSignature(String curve) {
        super(HsmPrivateKey.Edwards.class, curve, DataCollector.plain());
        this.curve = Optional.of(curve);
    }

    @Override
    void check(HsmPrivateKey.Edwards key) throws InvalidKeyException {
        String own = key.getParams().getName();
        if (curve.isPresent() && !curve.get().equalsIgnoreCase(own)) {
            throw new InvalidKeyException("an " + own + " key does not sign as " + curve.get());
        }
    }

    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec specification)
            throws InvalidAlgorithmParameterException {
        if (!(specification instanceof EdDSAParameterSpec edwards)) {
            throw new InvalidAlgorithmParameterException("EdDSAParameterSpec is expected");
        }
        parameters = edwards;
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        return null;
    }

    @Override
    void prepare(Signature software) throws GeneralSecurityException {
        EdDSAParameterSpec set = parameters;
        if (set != null) {
            software.setParameter(set);
        }
    }

    /** Ed25519 without context has no parameter at all; Ed448 always has one (PKCS#11 3.2, 6.3). */
    @Override
    Mechanism mechanism(HsmPrivateKey.Edwards key) {
        EdDSAParameterSpec set = parameters;
        boolean isPlain = set == null || !set.isPrehash() && set.getContext().isEmpty();
        if (isPlain && key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return Mechanism.of(Ckm.EDDSA);
        }
        boolean prehash = set != null && set.isPrehash();
        byte[] context = set == null ? new byte[0] : set.getContext().orElse(new byte[0]);
        return new Mechanism(Ckm.EDDSA, new Mechanism.Parameter.Eddsa(prehash, context));
    }
}
