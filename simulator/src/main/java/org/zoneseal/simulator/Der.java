package org.zoneseal.simulator;

import java.math.BigInteger;
import java.security.InvalidKeyException;

/** The little of DER (X.690) that private keys need: reading nested values, writing integers. */
public final class Der {

    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int SEQUENCE = 0x30;

    private final byte[] bytes;
    private int at;
    private int length;

    /** Reads from the whole array. */
    public Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads from an offset on. */
    public Der(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** The unsigned number that {@link #next} stands on; for public values only. */
    public BigInteger number() {
        return new BigInteger(1, bytes, at, length);
    }

    /** Steps onto the next value, which must have this tag. */
    public Der next(int tag) throws InvalidKeyException {
        int valueTag = octet();
        int valueLength = octet();
        if (valueLength > 0x80) {
            int octets = valueLength & 0x7f;
            if (octets > 3) {
                throw malformed();
            }
            valueLength = 0;
            for (int i = 0; i < octets; i++) {
                valueLength = valueLength << 8 | octet();
            }
        }
        if (valueTag != tag || valueLength > bytes.length - at) {
            throw malformed();
        }
        length = valueLength;
        return this;
    }

    /** Steps over the value that {@link #next} stands on. */
    public Der skip() {
        at += length;
        return this;
    }

    /** Where the value begins that {@link #next} stands on. */
    public int offset() {
        return at;
    }

    /** How long the value is that {@link #next} stands on. */
    public int length() {
        return length;
    }

    /** Bytes that a value with this many content bytes takes. */
    public static int sizeOf(int contentLength) {
        if (contentLength < 0x80) {
            return 2 + contentLength;
        }
        return (contentLength < 0x100 ? 3 : 4) + contentLength;
    }

    /** Bytes that an unsigned number takes as an INTEGER. */
    public static int sizeOfInteger(byte[] unsigned) {
        int zeros = leadingZeros(unsigned);
        return sizeOf(unsigned.length - zeros + signOctet(unsigned, zeros));
    }

    /** Writes tag and length; returns the offset behind them. */
    public static int header(byte[] out, int at, int tag, int contentLength) {
        int end = at;
        out[end++] = (byte) tag;
        if (contentLength >= 0x100) {
            out[end++] = (byte) 0x82;
            out[end++] = (byte) (contentLength >>> 8);
        } else if (contentLength >= 0x80) {
            out[end++] = (byte) 0x81;
        }
        out[end++] = (byte) contentLength;
        return end;
    }

    /** Writes an unsigned number as an INTEGER; returns the offset behind it. */
    public static int integer(byte[] out, int at, byte[] unsigned) {
        int zeros = leadingZeros(unsigned);
        int sign = signOctet(unsigned, zeros);
        int digits = unsigned.length - zeros;
        int end = header(out, at, INTEGER, digits + sign) + sign;
        System.arraycopy(unsigned, zeros, out, end, digits);
        return end + digits;
    }

    private static int leadingZeros(byte[] unsigned) {
        int zeros = 0;
        while (zeros < unsigned.length - 1 && unsigned[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    private static int signOctet(byte[] unsigned, int zeros) {
        return unsigned[zeros] < 0 ? 1 : 0;
    }

    private int octet() throws InvalidKeyException {
        if (at >= bytes.length) {
            throw malformed();
        }
        return bytes[at++] & 0xff;
    }

    private static InvalidKeyException malformed() {
        return new InvalidKeyException("the provider's key encoding is not as expected");
    }
}
