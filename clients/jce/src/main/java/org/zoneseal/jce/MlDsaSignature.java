package org.zoneseal.jce;

import java.security.InvalidKeyException;
import java.util.Optional;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;

/** ML-DSA (FIPS 204) with an empty context, as the JDK has it. */
final class MlDsaSignature extends HsmSignature<HsmPrivateKey.MlDsa> {

    private final Optional<String> parameterSet;

    /** For keys of any parameter set. */
    MlDsaSignature() {
        super(HsmPrivateKey.MlDsa.class, "ML-DSA", DataCollector.plain());
        this.parameterSet = Optional.empty();
    }

    /** For keys of one parameter set. */
    MlDsaSignature(String parameterSet) {
        super(HsmPrivateKey.MlDsa.class, parameterSet, DataCollector.plain());
        this.parameterSet = Optional.of(parameterSet);
    }

    @Override
    void check(HsmPrivateKey.MlDsa key) throws InvalidKeyException {
        String own = key.parameterSet();
        if (parameterSet.isPresent() && !parameterSet.get().equalsIgnoreCase(own)) {
            throw new InvalidKeyException(
                    "an " + own + " key does not sign as " + parameterSet.get());
        }
    }

    @Override
    Mechanism mechanism(HsmPrivateKey.MlDsa key) {
        return Mechanism.of(Ckm.ML_DSA);
    }
}
