package org.zoneseal.dnssec;

import org.zoneseal.dns.InvalidNameException;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.WireNames;

/**
 * The data of an RRSIG record (RFC 4034 §3), read where it lies.
 *
 * <p>A flyweight: {@link #wrap} puts it on other data, nothing is copied. One thread.
 */
public final class Rrsig {

    /** Bytes before the signer's name. */
    public static final int FIXED = 18;

    private byte[] bytes = new byte[FIXED + 1];
    private int offset;
    private int length = FIXED + 1;
    private int signerLength = 1;

    /**
     * Puts this on the rdata of an RRSIG.
     *
     * @return false if it is no RRSIG's data: cut short, or a broken signer's name; then this
     *     stands where it stood
     */
    public boolean wrap(byte[] rdata, int at, int count) {
        if (count < FIXED + 1) {
            return false;
        }
        int name = nameLength(rdata, at + FIXED, at + count);
        if (name < 0) {
            return false;
        }
        bytes = rdata;
        offset = at;
        length = count;
        signerLength = name;
        return true;
    }

    private static int nameLength(byte[] rdata, int at, int limit) {
        try {
            return Name.wireLength(rdata, at, limit);
        } catch (InvalidNameException e) {
            return -1;
        }
    }

    public int typeCovered() {
        return Wire.u16(bytes, offset);
    }

    /** The type covered by an RRSIG's rdata. */
    public static int typeCovered(byte[] rdata, int at) {
        return Wire.u16(rdata, at);
    }

    public int algorithm() {
        return Wire.u8(bytes, offset + 2);
    }

    /** Labels of the signed name without the root label and a leading {@code *}. */
    public int labels() {
        return Wire.u8(bytes, offset + 3);
    }

    public long originalTtl() {
        return Wire.u32(bytes, offset + 4);
    }

    /** Seconds since 1970 modulo 2^32; see {@link SerialTime}. */
    public int expiration() {
        return Wire.i32(bytes, offset + 8);
    }

    /** Seconds since 1970 modulo 2^32; see {@link SerialTime}. */
    public int inception() {
        return Wire.i32(bytes, offset + 12);
    }

    public int keyTag() {
        return Wire.u16(bytes, offset + 16);
    }

    /** The signer's name, made anew. */
    public Name signer() {
        return Name.fromWire(bytes, offset + FIXED);
    }

    /** Whether the signer's name is this wire-form name, ASCII case aside. */
    public boolean isSignedBy(byte[] name, int at, int count) {
        return signerLength == count
                && WireNames.equalsIgnoreCase(bytes, offset + FIXED, name, at, count);
    }

    /** The buffer that {@link #wrap} was given. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    /** Bytes from {@link #offset} to the end of the signer's name: what is signed of the rdata. */
    public int prefixLength() {
        return FIXED + signerLength;
    }

    public int signatureOffset() {
        return offset + FIXED + signerLength;
    }

    public int signatureLength() {
        return length - FIXED - signerLength;
    }

    /** Whether {@code now} (seconds since 1970) lies between inception and expiration. */
    public boolean isValidAt(long now) {
        return !SerialTime.isAfter(inception(), (int) now)
                && !SerialTime.isAfter((int) now, expiration());
    }

    /**
     * Writes all of an RRSIG's data but the signature.
     *
     * @param labels see {@link #labels()}
     * @param signer wire form; written in lower case
     * @return the offset behind what was written
     */
    public static int writePrefix(
            byte[] out,
            int at,
            int typeCovered,
            int algorithm,
            int labels,
            long originalTtl,
            long expiration,
            long inception,
            int keyTag,
            byte[] signer) {
        int to = Wire.putU16(out, at, typeCovered);
        out[to++] = (byte) algorithm;
        out[to++] = (byte) labels;
        to = Wire.putU32(out, to, originalTtl);
        to = Wire.putU32(out, to, expiration);
        to = Wire.putU32(out, to, inception);
        to = Wire.putU16(out, to, keyTag);
        System.arraycopy(signer, 0, out, to, signer.length);
        WireNames.toLowerCase(out, to, signer.length);
        return to + signer.length;
    }

    /** What the labels field of a signature over this owner name holds (RFC 4034 §3.1.3). */
    public static int labelsOf(byte[] owner, int at) {
        int labels = WireNames.labelCount(owner, at);
        return labels > 0 && owner[at] == 1 && owner[at + 1] == '*' ? labels - 1 : labels;
    }
}
