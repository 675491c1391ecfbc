package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA over the message itself (CKM_ML_DSA; FIPS 204, algorithms 2 and 3). */
public record MlDsaScheme(MlDsaKind kind, Hedge hedge, byte[] context) implements SigningScheme {

    /** Whether randomness goes into signatures, CKH_HEDGE_. */
    public enum Hedge {
        PREFERRED,
        REQUIRED,
        DETERMINISTIC
    }

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        MlDsaWorker key = (MlDsaWorker) worker;
        boolean hedged = hedge != Hedge.DETERMINISTIC;
        return hedged && context.length == 0
                ? key.sign(data, offset, length, signature)
                : key.sign(hedged, context, data, offset, length, signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature) {
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(
                false,
                new ParametersWithContext(
                        new MLDSAPublicKeyParameters(kind.parameters(), kind.publicKey(publicInfo)),
                        context));
        verifier.update(data, 0, data.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public int signatureLength() {
        return kind.signatureLength();
    }
}
