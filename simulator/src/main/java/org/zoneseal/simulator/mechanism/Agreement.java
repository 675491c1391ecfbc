package org.zoneseal.simulator.mechanism;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;

/** ECDH with one of its key derivation functions (CKM_ECDH1_DERIVE; SEC 1, 3.3.1 and 3.6.1). */
public final class Agreement {

    private Agreement() {}

    /**
     * The secret that a private key agrees on.
     *
     * @param point the other's point, bare
     * @param length how many bytes are asked for; 0 takes all of them
     */
    public static byte[] derive(
            PrivateWorker worker,
            EcKind kind,
            Mechanism.Parameter.Ecdh parameter,
            byte[] point,
            int length)
            throws GeneralSecurityException {
        byte[] agreed = ((EcWorker) worker).agree(kind.curve().publicInfo(point));
        try {
            return parameter.kdf() == 1
                    ? truncated(agreed, length)
                    : expanded(hash(parameter.kdf()), agreed, parameter.shared(), length);
        } finally {
            Bytes.wipe(agreed);
        }
    }

    /** Bytes go at the leading end, as PKCS#11 says. */
    private static byte[] truncated(byte[] agreed, int length) {
        if (length > agreed.length) {
            throw new CryptokiException(
                    Ckr.KEY_SIZE_RANGE, "the curve gives only " + agreed.length + " bytes");
        }
        return length == 0
                ? agreed.clone()
                : Arrays.copyOfRange(agreed, agreed.length - length, agreed.length);
    }

    /** The function of ANSI X9.63. */
    private static byte[] expanded(Hash hash, byte[] agreed, byte[] shared, int length) {
        int wanted = length == 0 ? hash.length() : length;
        byte[] out = new byte[wanted];
        MessageDigest digest = hash.digest();
        for (int at = 0, counter = 1; at < wanted; at += hash.length(), counter++) {
            digest.update(agreed);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
            byte[] block = digest.digest(shared);
            System.arraycopy(block, 0, out, at, Math.min(block.length, wanted - at));
            Bytes.wipe(block);
        }
        return out;
    }

    /** CKD_SHA1_KDF is 2, CKD_SHA224_KDF to CKD_SHA512_KDF are 5 to 8. */
    private static Hash hash(long function) {
        return switch ((int) function) {
            case 2 -> Hash.SHA1;
            case 5 -> Hash.SHA224;
            case 6 -> Hash.SHA256;
            case 7 -> Hash.SHA384;
            case 8 -> Hash.SHA512;
            default ->
                    throw new CryptokiException(
                            Ckr.MECHANISM_PARAM_INVALID, "no such key derivation function");
        };
    }
}
