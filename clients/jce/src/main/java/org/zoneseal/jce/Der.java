package org.zoneseal.jce;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** The little DER (X.690) that keys and signatures need. */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private Der() {}

    /** A value behind its tag and length. */
    static byte[] of(int tag, byte[]... parts) {
        byte[] content = concatenated(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - from);
            out.write(digits, from, digits.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] bitString(byte[] content) {
        return of(BIT_STRING, new byte[1], content);
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /**
     * An ECDSA signature as X.509 has it (RFC 3279 section 2.2.3), of r and s side by side as
     * PKCS#11 has it.
     */
    static byte[] ecdsaSignature(byte[] sideBySide) {
        int half = sideBySide.length / 2;
        BigInteger r = new BigInteger(1, sideBySide, 0, half);
        BigInteger s = new BigInteger(1, sideBySide, half, half);
        return of(SEQUENCE, of(INTEGER, r.toByteArray()), of(INTEGER, s.toByteArray()));
    }

    /** What is in an OCTET STRING that fills the array, or the array itself. */
    static byte[] unwrapped(byte[] value) {
        if (value.length < 2 || value[0] != OCTET_STRING) {
            return value;
        }
        int first = value[1] & 0xff;
        int head = first < 0x80 ? 2 : 2 + (first & 0x7f);
        int length = first;
        if (first >= 0x80) {
            if (first - 0x80 > 3 || head > value.length) {
                return value;
            }
            length = new BigInteger(1, value, 2, head - 2).intValue();
        }
        return head + length == value.length
                ? Arrays.copyOfRange(value, head, value.length)
                : value;
    }
}
