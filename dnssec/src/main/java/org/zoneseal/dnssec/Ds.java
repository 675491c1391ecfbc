package org.zoneseal.dnssec;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.zoneseal.dns.Name;

/**
 * The data of a DS record (RFC 4034 §5), or of a CDS record, which has the same form.
 *
 * @param keyTag tag of the DNSKEY it points to
 * @param algorithm algorithm number of that key
 * @param digestType number of the digest (see {@link DigestType})
 * @param digest over the owner name in canonical form and the DNSKEY's data
 */
public record Ds(int keyTag, int algorithm, int digestType, byte[] digest) {

    private static final int FIXED = 4;

    public Ds {
        digest = digest.clone();
    }

    /**
     * The DS of a key.
     *
     * @throws IllegalArgumentException if we do not make DS records with that digest
     */
    public static Ds of(Name owner, Dnskey key, int digestType) {
        DigestType type = DigestType.of(digestType);
        if (type == null || !type.mayMake()) {
            throw new IllegalArgumentException("no DS is made with digest type " + digestType);
        }
        return of(owner, key, type);
    }

    private static Ds of(Name owner, Dnskey key, DigestType type) {
        MessageDigest digest = type.digest();
        digest.update(owner.toCanonicalWire());
        return new Ds(key.keyTag(), key.algorithm(), type.number(), digest.digest(key.rdata()));
    }

    /**
     * Reads rdata.
     *
     * @throws InvalidDnssecDataException if it is shorter than its fixed fields
     */
    public static Ds parse(byte[] rdata, int offset, int length) {
        if (length < FIXED) {
            throw new InvalidDnssecDataException("a DS of " + length + " bytes; it has at least 4");
        }
        return new Ds(
                Wire.u16(rdata, offset),
                Wire.u8(rdata, offset + 2),
                Wire.u8(rdata, offset + 3),
                Arrays.copyOfRange(rdata, offset + FIXED, offset + length));
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** The record's data. */
    public byte[] rdata() {
        byte[] rdata = new byte[FIXED + digest.length];
        Wire.putU16(rdata, 0, keyTag);
        rdata[2] = (byte) algorithm;
        rdata[3] = (byte) digestType;
        System.arraycopy(digest, 0, rdata, FIXED, digest.length);
        return rdata;
    }

    /** Whether this is the DS of {@code key} at {@code owner}; false for an unknown digest type. */
    public boolean matches(Name owner, Dnskey key) {
        DigestType type = DigestType.of(digestType);
        return type != null
                && key.algorithm() == algorithm
                && key.keyTag() == keyTag
                && of(owner, key, type).equals(this);
    }

    /** The CDS that asks the parent to remove every DS (RFC 8078 §4). */
    public static Ds delete() {
        return new Ds(0, 0, 0, new byte[1]);
    }

    /** Whether it is the CDS that asks for removal (RFC 8078 §4). */
    public boolean isDelete() {
        return keyTag == 0 && algorithm == 0 && digestType == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ds ds
                && ds.keyTag == keyTag
                && ds.algorithm == algorithm
                && ds.digestType == digestType
                && Arrays.equals(ds.digest, digest);
    }

    @Override
    public int hashCode() {
        return 31 * (keyTag << 16 | algorithm << 8 | digestType) + Arrays.hashCode(digest);
    }

    /** Presentation form (RFC 4034 §5.3). */
    @Override
    public String toString() {
        return keyTag
                + " "
                + algorithm
                + " "
                + digestType
                + " "
                + HexFormat.of().withUpperCase().formatHex(digest);
    }
}
