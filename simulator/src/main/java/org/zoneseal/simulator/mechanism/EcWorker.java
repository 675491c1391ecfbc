package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;
import org.zoneseal.simulator.Providers;

/** A working key on a NIST curve: signs hashes and agrees on secrets. */
final class EcWorker extends PrivateWorker {

    private static final int MAX_DER_LENGTH = 144;
    private static final int INTEGER = 2;

    private final Curve curve;
    private final PrivateKey key;
    private final Signature signer;
    private final byte[] der = new byte[MAX_DER_LENGTH];

    EcWorker(Curve curve, PrivateKey key) throws GeneralSecurityException {
        this.curve = curve;
        this.key = key;
        this.signer = Signature.getInstance("NONEwithECDSA", Providers.curves());
        signer.initSign(key);
    }

    /** Signs a hash; the signature is r and s side by side. */
    int sign(byte[] hash, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        signer.update(hash, offset, length);
        int derLength = signer.sign(der, 0, der.length);
        int at = der[1] < 0 ? 3 : 2;
        at = number(at, derLength, signature, 0);
        number(at, derLength, signature, curve.length());
        return 2 * curve.length();
    }

    /** The x coordinate that this key and another's point agree on (SP 800-56A, ECDH). */
    byte[] agree(byte[] publicInfo) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", Providers.agreement());
        agreement.init(key);
        agreement.doPhase(
                KeyFactory.getInstance("EC", Providers.curves())
                        .generatePublic(new X509EncodedKeySpec(publicInfo)),
                true);
        return agreement.generateSecret();
    }

    @Override
    public void close() {
        destroy(key);
    }

    /** Copies an INTEGER of the provider's signature into its half; returns what follows it. */
    private int number(int at, int end, byte[] out, int outOffset) throws SignatureException {
        int length = der[at + 1];
        int from = at + 2;
        if (der[at] != INTEGER || length < 1 || from + length > end) {
            throw new SignatureException("the provider's signature is not as expected");
        }
        int next = from + length;
        while (length > curve.length() && der[from] == 0) {
            from++;
            length--;
        }
        int pad = curve.length() - length;
        java.util.Arrays.fill(out, outOffset, outOffset + pad, (byte) 0);
        System.arraycopy(der, from, out, outOffset + pad, length);
        return next;
    }
}
