package org.zoneseal.simulator;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * PKCS#8 around an RSAPrivateKey (RFC 8017, appendix A.1.2), written into and read from one array.
 */
public final class RsaPrivateEncoding {

    /** AlgorithmIdentifier of rsaEncryption (RFC 8017, appendix C). */
    private static final byte[] ALGORITHM =
            HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private static final byte[] ZERO = {0};

    private RsaPrivateEncoding() {}

    /**
     * Encodes modulus, public exponent, private exponent, the two primes, the two exponents and the
     * coefficient, in this order, each unsigned and big-endian.
     */
    public static byte[] encode(byte[]... numbers) {
        int numbersLength = Der.sizeOfInteger(ZERO);
        for (byte[] number : numbers) {
            numbersLength += Der.sizeOfInteger(number);
        }
        int keyLength = Der.sizeOf(numbersLength);
        int content = Der.sizeOfInteger(ZERO) + ALGORITHM.length + Der.sizeOf(keyLength);
        byte[] out = new byte[Der.sizeOf(content)];
        int at = Der.header(out, 0, Der.SEQUENCE, content);
        at = Der.integer(out, at, ZERO);
        System.arraycopy(ALGORITHM, 0, out, at, ALGORITHM.length);
        at = Der.header(out, at + ALGORITHM.length, Der.OCTET_STRING, keyLength);
        at = Der.header(out, at, Der.SEQUENCE, numbersLength);
        at = Der.integer(out, at, ZERO);
        for (byte[] number : numbers) {
            at = Der.integer(out, at, number);
        }
        return out;
    }

    /**
     * Reads one number without its sign octet.
     *
     * @param index 0 is the modulus, 1 the public exponent, and on as in {@link #encode}
     */
    public static byte[] number(byte[] encoded, int index) throws InvalidKeyException {
        Der der = new Der(encoded).next(Der.SEQUENCE).next(Der.INTEGER).skip();
        der.next(Der.SEQUENCE).skip().next(Der.OCTET_STRING);
        der.next(Der.SEQUENCE).next(Der.INTEGER).skip();
        for (int i = 0; i < index; i++) {
            der.next(Der.INTEGER).skip();
        }
        der.next(Der.INTEGER);
        int from = der.offset();
        int end = from + der.length();
        if (end - from > 1 && encoded[from] == 0) {
            from++;
        }
        return Arrays.copyOfRange(encoded, from, end);
    }
}
