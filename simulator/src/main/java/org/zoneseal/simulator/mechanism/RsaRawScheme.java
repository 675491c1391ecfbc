package org.zoneseal.simulator.mechanism;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/** RSA without padding (CKM_RSA_X_509); shorter data is filled up with zeros in front. */
public record RsaRawScheme(int modulusLength) implements SigningScheme {

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        RsaWorker key = (RsaWorker) worker;
        fill(data, offset, length, key.block());
        checkBelow(key.half().modulus(), key.block());
        return key.transform(signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        byte[] expected = new byte[modulusLength];
        fill(data, 0, data.length, expected);
        return MessageDigest.isEqual(expected, RsaPublic.of(publicInfo).open(signature));
    }

    @Override
    public int signatureLength() {
        return modulusLength;
    }

    private static void fill(byte[] data, int offset, int length, byte[] block) {
        if (length > block.length) {
            throw new CryptokiException(
                    Ckr.DATA_LEN_RANGE, "raw RSA takes at most " + block.length + " bytes");
        }
        Arrays.fill(block, 0, block.length - length, (byte) 0);
        System.arraycopy(data, offset, block, block.length - length, length);
    }

    private static void checkBelow(BigInteger modulus, byte[] block) {
        if (new BigInteger(1, block).compareTo(modulus) >= 0) {
            throw new CryptokiException(
                    Ckr.DATA_INVALID, "raw RSA takes a number below the modulus");
        }
    }
}
