package org.zoneseal.dnssec;

import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;

/**
 * The data of an NSEC record (RFC 4034 §4), read where it lies.
 *
 * <p>A flyweight: {@link #wrap} puts it on other data, nothing is copied. One thread.
 */
public final class Nsec {

    private byte[] bytes = new byte[1];
    private int offset;
    private int length = 1;
    private int nextLength = 1;

    /**
     * Puts this on the rdata of an NSEC.
     *
     * @return false if it is no NSEC's data: a broken next name or bitmap; then this stands where
     *     it stood
     */
    public boolean wrap(byte[] rdata, int at, int count) {
        int name;
        try {
            name = Name.wireLength(rdata, at, at + count);
        } catch (InvalidNameException e) {
            return false;
        }
        if (!TypeBitmap.isWellFormed(rdata, at + name, count - name)) {
            return false;
        }
        bytes = rdata;
        offset = at;
        length = count;
        nextLength = name;
        return true;
    }

    /** The buffer that {@link #wrap} was given. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the next owner name begins. */
    public int nextOffset() {
        return offset;
    }

    public int nextLength() {
        return nextLength;
    }

    public int bitmapOffset() {
        return offset + nextLength;
    }

    public int bitmapLength() {
        return length - nextLength;
    }

    /**
     * Writes the data of an NSEC.
     *
     * @param next wire form of the next owner name
     * @return the offset behind what was written
     */
    public static int write(
            byte[] out, int at, byte[] next, int nextOffset, int nextLength, TypeBitmap types) {
        System.arraycopy(next, nextOffset, out, at, nextLength);
        return types.writeTo(out, at + nextLength);
    }
}
