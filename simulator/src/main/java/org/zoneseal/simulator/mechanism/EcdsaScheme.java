package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.zoneseal.simulator.Der;
import org.zoneseal.simulator.Providers;

/** ECDSA over a hash (CKM_ECDSA); of a hash longer than the order its leftmost bits count. */
public record EcdsaScheme(EcKind kind) implements SigningScheme {

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        return ((EcWorker) worker).sign(data, offset, length, signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("NONEwithECDSA", Providers.curves());
        verifier.initVerify(
                KeyFactory.getInstance("EC", Providers.curves())
                        .generatePublic(new X509EncodedKeySpec(publicInfo)));
        verifier.update(data);
        return verifier.verify(der(signature));
    }

    @Override
    public int signatureLength() {
        return kind.signatureLength();
    }

    /** A signature as X.509 has it (RFC 3279): r and s in a SEQUENCE. */
    public static byte[] der(byte[] signature) {
        int half = signature.length / 2;
        byte[] r = java.util.Arrays.copyOf(signature, half);
        byte[] s = java.util.Arrays.copyOfRange(signature, half, signature.length);
        int content = Der.sizeOfInteger(r) + Der.sizeOfInteger(s);
        byte[] der = new byte[Der.sizeOf(content)];
        int at = Der.header(der, 0, Der.SEQUENCE, content);
        Der.integer(der, Der.integer(der, at, r), s);
        return der;
    }
}
