package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.Providers;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * EdDSA (CKM_EDDSA).
 *
 * @param context empty for Ed25519, whose variant with a context the provider lacks
 */
public record EddsaScheme(EdwardsKind kind, byte[] context) implements SigningScheme {

    /** What the provider takes. */
    private static final int MOST = 1 << 20;

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        if (length > MOST && kind == EdwardsKind.ED25519) {
            throw new CryptokiException(
                    Ckr.DATA_LEN_RANGE, "Ed25519 signs at most " + MOST + " bytes here");
        }
        return ((EdwardsWorker) worker).sign(context, data, offset, length, signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        if (kind == EdwardsKind.ED448) {
            return Ed448.verify(
                    signature, 0, kind.publicKey(publicInfo), 0, context, data, 0, data.length);
        }
        Signature verifier = Signature.getInstance("Ed25519", Providers.curves());
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519", Providers.curves())
                        .generatePublic(new X509EncodedKeySpec(publicInfo)));
        verifier.update(data);
        return verifier.verify(signature);
    }

    @Override
    public int signatureLength() {
        return kind.signatureLength();
    }
}
