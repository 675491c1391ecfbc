package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2): a DigestInfo that the caller made (CKM_RSA_PKCS), or
 * one made from its hash.
 *
 * @param prefix what stands before the hash in a DigestInfo; empty for the caller's own
 */
public record RsaPkcs1Scheme(byte[] prefix, int modulusLength) implements SigningScheme {

    /** Two octets in front, eight of padding at least, one behind it. */
    private static final int OVERHEAD = 11;

    /** Signs what it is given. */
    public static RsaPkcs1Scheme ofDigestInfo(int modulusLength) {
        return new RsaPkcs1Scheme(new byte[0], modulusLength);
    }

    /** Signs hashes. */
    public static RsaPkcs1Scheme of(Hash hash, int modulusLength) {
        return new RsaPkcs1Scheme(hash.digestInfo(), modulusLength);
    }

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        RsaWorker key = (RsaWorker) worker;
        pad(data, offset, length, key.block());
        return key.transform(signature);
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        byte[] expected = new byte[modulusLength];
        pad(data, 0, data.length, expected);
        return MessageDigest.isEqual(expected, RsaPublic.of(publicInfo).open(signature));
    }

    @Override
    public int signatureLength() {
        return modulusLength;
    }

    private void pad(byte[] data, int offset, int length, byte[] block) {
        int content = prefix.length + length;
        if (content > block.length - OVERHEAD) {
            throw new CryptokiException(
                    Ckr.DATA_LEN_RANGE,
                    "a key of "
                            + modulusLength
                            + " bytes signs at most "
                            + (block.length - OVERHEAD)
                            + " bytes with PKCS#1 padding");
        }
        int separator = block.length - content - 1;
        block[0] = 0;
        block[1] = 1;
        Arrays.fill(block, 2, separator, (byte) 0xff);
        block[separator] = 0;
        System.arraycopy(prefix, 0, block, separator + 1, prefix.length);
        System.arraycopy(data, offset, block, block.length - length, length);
    }
}
