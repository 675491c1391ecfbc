package org.zoneseal.dnssec;

import java.util.Arrays;

/**
 * The data of an NSEC3 record (RFC 5155 §3), read where it lies.
 *
 * <p>A flyweight: {@link #wrap} puts it on other data, nothing is copied. One thread.
 */
public final class Nsec3 {

    /** The one flag there is (RFC 5155 §3.1.2.1). */
    public static final int OPT_OUT = 1;

    private static final int FIXED = 5;

    private byte[] bytes = new byte[FIXED + 1];
    private int offset;
    private int length = FIXED + 1;

    /**
     * Puts this on the rdata of an NSEC3.
     *
     * @return false if it is no NSEC3's data: cut short, or a broken bitmap; then this stands where
     *     it stood
     */
    public boolean wrap(byte[] rdata, int at, int count) {
        if (count < FIXED + 1) {
            return false;
        }
        int hashAt = FIXED + Wire.u8(rdata, at + 4);
        if (hashAt >= count) {
            return false;
        }
        int hashLength = Wire.u8(rdata, at + hashAt);
        int bitmap = hashAt + 1 + hashLength;
        if (hashLength == 0
                || bitmap > count
                || !TypeBitmap.isWellFormed(rdata, at + bitmap, count - bitmap)) {
            return false;
        }
        bytes = rdata;
        offset = at;
        length = count;
        return true;
    }

    public int hashAlgorithm() {
        return Wire.u8(bytes, offset);
    }

    public int flags() {
        return Wire.u8(bytes, offset + 1);
    }

    public boolean isOptOut() {
        return (flags() & OPT_OUT) != 0;
    }

    public int iterations() {
        return Wire.u16(bytes, offset + 2);
    }

    /** Whether hash algorithm, iterations and salt are those. */
    public boolean hasParameters(Nsec3Param parameters) {
        byte[] salt = parameters.saltBytes();
        int at = offset + FIXED;
        return hashAlgorithm() == parameters.hashAlgorithm()
                && iterations() == parameters.iterations()
                && Arrays.equals(bytes, at, at + Wire.u8(bytes, offset + 4), salt, 0, salt.length);
    }

    /** The buffer that {@link #wrap} was given. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the next hashed owner name begins, in binary. */
    public int nextOffset() {
        return offset + FIXED + Wire.u8(bytes, offset + 4) + 1;
    }

    public int nextLength() {
        return Wire.u8(bytes, nextOffset() - 1);
    }

    public int bitmapOffset() {
        return nextOffset() + nextLength();
    }

    public int bitmapLength() {
        return offset + length - bitmapOffset();
    }

    /**
     * Writes the data of an NSEC3.
     *
     * @param next the 20 bytes of the next hash
     * @return the offset behind what was written
     */
    public static int write(
            byte[] out,
            int at,
            Nsec3Param parameters,
            int flags,
            byte[] next,
            int nextOffset,
            TypeBitmap types) {
        int to = parameters.writeTo(out, at);
        out[at + 1] = (byte) flags;
        out[to++] = Nsec3Hash.LENGTH;
        System.arraycopy(next, nextOffset, out, to, Nsec3Hash.LENGTH);
        return types.writeTo(out, to + Nsec3Hash.LENGTH);
    }
}
