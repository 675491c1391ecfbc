package org.zoneseal.dnssec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.zoneseal.dns.WireNames;

/**
 * The digest of a ZONEMD record with the SIMPLE scheme (RFC 8976 §3.3.1).
 *
 * <p>It takes the records one by one and hashes them in the canonical wire form of RFC 4034 §6.2.
 * What comes when, and what does not come at all, is the caller's duty (RFC 8976 §3.3.1, §3.4.1):
 * owner names in canonical order, types rising, data in canonical order, nothing twice, without the
 * apex ZONEMD records and the RRSIG records that cover them. One thread.
 */
public final class ZonemdDigest {

    /** The only scheme there is (RFC 8976 §5.2). */
    public static final int SIMPLE = 1;

    public static final int SHA384 = 1;
    public static final int SHA512 = 2;

    private static final int FULL = 1 << 16;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[FULL + (1 << 17)];
    private int length;

    /**
     * @param hash {@link #SHA384} or {@link #SHA512}
     * @throws IllegalArgumentException for another
     */
    public ZonemdDigest(int hash) {
        this.digest =
                switch (hash) {
                    case SHA384 -> digest("SHA-384");
                    case SHA512 -> digest("SHA-512");
                    default -> throw new IllegalArgumentException("no ZONEMD hash " + hash);
                };
    }

    /** Whether a digest of this scheme and hash can be made. */
    public static boolean isSupported(int scheme, int hash) {
        return scheme == SIMPLE && (hash == SHA384 || hash == SHA512);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(name + " is part of every JDK", e);
        }
    }

    /** Adds a record of class IN. */
    public void add(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength) {
        if (length + ownerLength + 10 + rdataLength > buffer.length) {
            flush();
        }
        System.arraycopy(owner, ownerOffset, buffer, length, ownerLength);
        WireNames.toLowerCase(buffer, length, ownerLength);
        int at = Wire.putU16(buffer, length + ownerLength, type);
        at = Wire.putU16(buffer, at, 1);
        at = Wire.putU32(buffer, at, ttl);
        int written = CanonicalRdata.write(type, rdata, rdataOffset, rdataLength, buffer, at + 2);
        Wire.putU16(buffer, at, written);
        length = at + 2 + written;
        if (length >= FULL) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer, 0, length);
        length = 0;
    }

    /** The digest of all that was added. */
    public byte[] finish() {
        flush();
        return digest.digest();
    }
}
