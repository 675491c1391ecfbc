package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.zoneseal.simulator.Providers;

/** A working key of FIPS 204. */
final class MlDsaWorker extends PrivateWorker {

    private final MLDSAPrivateKeyParameters expanded;
    private final PrivateKey key;
    private final Signature signer;

    MlDsaWorker(MlDsaKind kind, MLDSAPrivateKeyParameters expanded, PrivateKey key)
            throws GeneralSecurityException {
        this.expanded = expanded;
        this.key = key;
        this.signer = Signature.getInstance(kind.standardName(), Providers.installed("SUN"));
        signer.initSign(key);
    }

    /** Hedged, without a context. */
    int sign(byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        signer.update(data, offset, length);
        return signer.sign(signature, 0, signature.length);
    }

    /** With a context, hedged or not. */
    int sign(boolean hedged, byte[] context, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        CipherParameters parameters =
                hedged ? new ParametersWithRandom(expanded, new SecureRandom()) : expanded;
        MLDSASigner withContext = new MLDSASigner();
        withContext.init(true, new ParametersWithContext(parameters, context));
        withContext.update(data, offset, length);
        try {
            byte[] made = withContext.generateSignature();
            System.arraycopy(made, 0, signature, 0, made.length);
            return made.length;
        } catch (CryptoException e) {
            throw new SignatureException(e);
        }
    }

    @Override
    public void close() {
        destroy(key);
    }
}
