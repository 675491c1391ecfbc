package org.zoneseal.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 64 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF",
 * 2012), which RFC 9018 §4.4 takes for server cookies. The JDK has none for others to use.
 */
final class SipHash {

    /** Bytes of a key. */
    static final int KEY_LENGTH = 16;

    private static final int COMPRESSION_ROUNDS = 2;
    private static final int FINAL_ROUNDS = 4;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SipHash() {}

    /** The half of a key that begins at an offset. */
    static long keyHalf(byte[] key, int offset) {
        return (long) LONG.get(key, offset);
    }

    /** The hash; its lowest byte is the first one of its byte form. */
    static long hash(long key0, long key1, byte[] data, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int whole = length & ~7;
        // Each word of the data, the last one filled up with the length, and then the end.
        for (int at = 0; at <= whole + 8; at += 8) {
            boolean isEnd = at > whole;
            long word = isEnd ? 0 : at < whole ? (long) LONG.get(data, at) : last(data, length);
            v3 ^= word;
            v2 ^= isEnd ? 0xff : 0;
            for (int round = isEnd ? FINAL_ROUNDS : COMPRESSION_ROUNDS; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** What is left of the data, and its length in the highest byte. */
    private static long last(byte[] data, int length) {
        long word = (long) length << 56;
        for (int i = 0; i < (length & 7); i++) {
            word |= (data[(length & ~7) + i] & 0xffL) << 8 * i;
        }
        return word;
    }
}
