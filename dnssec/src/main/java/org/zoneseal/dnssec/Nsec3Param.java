package org.zoneseal.dnssec;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The data of an NSEC3PARAM record (RFC 5155 §4): how names are hashed.
 *
 * @param hashAlgorithm 1 is SHA-1, the only one
 * @param flags 0 in this record (RFC 5155 §4.1.2)
 * @param iterations additional ones; 0 is what RFC 9276 asks for
 * @param salt 0 to 255 bytes; none is what RFC 9276 asks for
 */
public record Nsec3Param(int hashAlgorithm, int flags, int iterations, byte[] salt) {

    /**
     * The most iterations that are followed, in proofs of zones and in answers. RFC 9276 asks for
     * none, and resolvers take a zone with this many as unsigned or as bogus: there is nothing to
     * be gained from more but work.
     */
    public static final int MAX_ITERATIONS = 500;

    private static final int FIXED = 5;

    /** What RFC 9276 §3.1 asks for: no additional iterations, no salt. */
    public static final Nsec3Param RECOMMENDED = new Nsec3Param(Nsec3Hash.SHA1, 0, 0, new byte[0]);

    public Nsec3Param {
        if (iterations < 0 || iterations > 0xffff || salt.length > 255) {
            throw new IllegalArgumentException(
                    "NSEC3 with " + iterations + " iterations, " + salt.length + " bytes of salt");
        }
        salt = salt.clone();
    }

    /**
     * Reads rdata.
     *
     * @throws InvalidDnssecDataException if its length is not what its salt asks for
     */
    public static Nsec3Param parse(byte[] rdata, int offset, int length) {
        if (length < FIXED || length != FIXED + Wire.u8(rdata, offset + 4)) {
            throw new InvalidDnssecDataException("an NSEC3PARAM of " + length + " bytes");
        }
        return new Nsec3Param(
                Wire.u8(rdata, offset),
                Wire.u8(rdata, offset + 1),
                Wire.u16(rdata, offset + 2),
                Arrays.copyOfRange(rdata, offset + FIXED, offset + length));
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    byte[] saltBytes() {
        return salt;
    }

    /** A hasher with these parameters, for one thread. */
    public Nsec3Hash hasher() {
        return new Nsec3Hash(iterations, salt);
    }

    /** The record's data. */
    public byte[] rdata() {
        byte[] rdata = new byte[FIXED + salt.length];
        writeTo(rdata, 0);
        return rdata;
    }

    int writeTo(byte[] out, int at) {
        out[at] = (byte) hashAlgorithm;
        out[at + 1] = (byte) flags;
        Wire.putU16(out, at + 2, iterations);
        out[at + 4] = (byte) salt.length;
        System.arraycopy(salt, 0, out, at + FIXED, salt.length);
        return at + FIXED + salt.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nsec3Param parameters
                && parameters.hashAlgorithm == hashAlgorithm
                && parameters.flags == flags
                && parameters.iterations == iterations
                && Arrays.equals(parameters.salt, salt);
    }

    @Override
    public int hashCode() {
        return 31 * (iterations << 16 | hashAlgorithm << 8 | flags) + Arrays.hashCode(salt);
    }

    /** Presentation form (RFC 5155 §4.3). */
    @Override
    public String toString() {
        return hashAlgorithm
                + " "
                + flags
                + " "
                + iterations
                + " "
                + (salt.length == 0 ? "-" : HexFormat.of().formatHex(salt));
    }
}
