package org.zoneseal.dnssec;

import java.util.Arrays;

/**
 * The data of a DNSKEY record (RFC 4034 §2), or of a CDNSKEY record, which has the same form.
 *
 * @param flags ZONE 0x0100, REVOKE 0x0080 (RFC 5011), SEP 0x0001
 * @param protocol 3, or the record is no zone key
 * @param algorithm the algorithm's number
 * @param publicKey as the algorithm's RFC lays it out
 */
public record Dnskey(int flags, int protocol, int algorithm, byte[] publicKey) {

    public static final int ZONE = 0x0100;
    public static final int REVOKE = 0x0080;
    public static final int SEP = 0x0001;

    /** Flags of a key that signs a zone's data. */
    public static final int ZSK = ZONE;

    /** Flags of a key that a DS points to. */
    public static final int KSK = ZONE | SEP;

    /** The only protocol (RFC 4034 §2.1.2). */
    public static final int PROTOCOL = 3;

    private static final int FIXED = 4;

    public Dnskey {
        publicKey = publicKey.clone();
    }

    /** A key for DNSSEC: protocol 3. */
    public static Dnskey of(int flags, int algorithm, byte[] publicKey) {
        return new Dnskey(flags, PROTOCOL, algorithm, publicKey);
    }

    /**
     * Reads rdata.
     *
     * @throws InvalidDnssecDataException if it is shorter than its fixed fields
     */
    public static Dnskey parse(byte[] rdata, int offset, int length) {
        if (length < FIXED) {
            throw new InvalidDnssecDataException(
                    "a DNSKEY of " + length + " bytes; it has at least 4");
        }
        return new Dnskey(
                Wire.u16(rdata, offset),
                Wire.u8(rdata, offset + 2),
                Wire.u8(rdata, offset + 3),
                Arrays.copyOfRange(rdata, offset + FIXED, offset + length));
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The record's data. */
    public byte[] rdata() {
        byte[] rdata = new byte[FIXED + publicKey.length];
        Wire.putU16(rdata, 0, flags);
        rdata[2] = (byte) protocol;
        rdata[3] = (byte) algorithm;
        System.arraycopy(publicKey, 0, rdata, FIXED, publicKey.length);
        return rdata;
    }

    /** The key tag (RFC 4034 Appendix B): a hint of 16 bits that several keys may share. */
    public int keyTag() {
        byte[] rdata = rdata();
        return keyTag(rdata, 0, rdata.length);
    }

    /** The key tag of DNSKEY rdata (RFC 4034 Appendix B, B.1 for the long dead algorithm 1). */
    public static int keyTag(byte[] rdata, int offset, int length) {
        if (length > FIXED + 2 && rdata[offset + 3] == 1) {
            return Wire.u16(rdata, offset + length - 3);
        }
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = Wire.u8(rdata, offset + i);
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        return (int) (sum + (sum >> 16 & 0xffff) & 0xffff);
    }

    /** Whether it may sign a zone's data at all (RFC 4034 §2.1.1, §2.1.2). */
    public boolean isZoneKey() {
        return (flags & ZONE) != 0 && protocol == PROTOCOL;
    }

    public boolean isSep() {
        return (flags & SEP) != 0;
    }

    public boolean isRevoked() {
        return (flags & REVOKE) != 0;
    }

    /** The CDNSKEY that asks the parent to remove every DS (RFC 8078 §4). */
    public static Dnskey delete() {
        return new Dnskey(0, PROTOCOL, 0, new byte[1]);
    }

    /** Whether it is the CDNSKEY that asks for removal (RFC 8078 §4). */
    public boolean isDelete() {
        return flags == 0 && protocol == PROTOCOL && algorithm == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dnskey key
                && key.flags == flags
                && key.protocol == protocol
                && key.algorithm == algorithm
                && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * (flags << 16 | protocol << 8 | algorithm) + Arrays.hashCode(publicKey);
    }

    /** Role, algorithm and tag, as an operator speaks of a key. */
    @Override
    public String toString() {
        return (isSep() ? "KSK " : "ZSK ") + Algorithm.name(algorithm) + " " + keyTag();
    }
}
