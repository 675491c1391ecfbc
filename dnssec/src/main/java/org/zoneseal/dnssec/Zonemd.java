package org.zoneseal.dnssec;

import java.util.Arrays;

/**
 * The data of a ZONEMD record (RFC 8976 §2).
 *
 * @param serial the SOA serial that the digest is of
 * @param scheme 1 is SIMPLE
 * @param hash 1 is SHA-384, 2 is SHA-512
 * @param digest at least 12 bytes
 */
public record Zonemd(long serial, int scheme, int hash, byte[] digest) {

    private static final int FIXED = 6;
    private static final int MIN_DIGEST = 12;

    public Zonemd {
        digest = digest.clone();
    }

    /**
     * Reads rdata.
     *
     * @throws InvalidDnssecDataException if its digest is shorter than 12 bytes
     */
    public static Zonemd parse(byte[] rdata, int offset, int length) {
        if (length < FIXED + MIN_DIGEST) {
            throw new InvalidDnssecDataException(
                    "a ZONEMD of " + length + " bytes; it has at least 18");
        }
        return new Zonemd(
                Wire.u32(rdata, offset),
                Wire.u8(rdata, offset + 4),
                Wire.u8(rdata, offset + 5),
                Arrays.copyOfRange(rdata, offset + FIXED, offset + length));
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** Whether the digest is that one. */
    public boolean hasDigest(byte[] expected) {
        return Arrays.equals(digest, expected);
    }

    /** The record's data. */
    public byte[] rdata() {
        byte[] rdata = new byte[FIXED + digest.length];
        Wire.putU32(rdata, 0, serial);
        rdata[4] = (byte) scheme;
        rdata[5] = (byte) hash;
        System.arraycopy(digest, 0, rdata, FIXED, digest.length);
        return rdata;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Zonemd zonemd
                && zonemd.serial == serial
                && zonemd.scheme == scheme
                && zonemd.hash == hash
                && Arrays.equals(zonemd.digest, digest);
    }

    @Override
    public int hashCode() {
        return 31 * (int) (serial ^ scheme << 8 ^ hash) + Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return serial + " " + scheme + " " + hash;
    }
}
