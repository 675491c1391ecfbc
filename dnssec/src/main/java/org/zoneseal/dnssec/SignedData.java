package org.zoneseal.dnssec;

import java.util.Arrays;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.WireNames;

/**
 * The bytes that a signature is over: the RRSIG's data without the signature, then every record in
 * canonical form (RFC 4034 §3.1.8.1, §6.2).
 *
 * <p>Mutable and made to be used again; it grows to the largest record set it has seen. The owner
 * name of a record is what the labels field says, so the signature of a wildcard is checked against
 * a name it was expanded to (RFC 4035 §5.3.2). One thread.
 */
public final class SignedData {

    /** Owner, type, class, TTL and length of a record. */
    private static final int MAX_HEADER = Name.MAX_WIRE_LENGTH + 10;

    private static final int CLASS_IN = 1;

    private final byte[] header = new byte[MAX_HEADER];
    private int headerLength;
    private byte[] buffer = new byte[4096];
    private int length;
    private int type;

    /**
     * Begins with the data of an RRSIG.
     *
     * @param owner wire form of the record set's owner name, any case
     * @return false if the labels field says more labels than the owner has: no signature of this
     *     name
     */
    public boolean begin(Rrsig rrsig, byte[] owner, int ownerOffset, int ownerLength) {
        return begin(
                rrsig.bytes(),
                rrsig.offset(),
                rrsig.prefixLength(),
                owner,
                ownerOffset,
                ownerLength);
    }

    /**
     * Begins with the data of an RRSIG up to and with the signer's name, as {@link
     * Rrsig#writePrefix} makes it.
     *
     * @param owner wire form of the record set's owner name, any case
     * @return false if the labels field says more labels than the owner has: no signature of this
     *     name
     */
    public boolean begin(
            byte[] prefix,
            int prefixOffset,
            int prefixLength,
            byte[] owner,
            int ownerOffset,
            int ownerLength) {
        int owned = signedOwner(owner, ownerOffset, ownerLength, Wire.u8(prefix, prefixOffset + 3));
        if (owned < 0) {
            return false;
        }
        room(prefixLength);
        System.arraycopy(prefix, prefixOffset, buffer, 0, prefixLength);
        WireNames.toLowerCase(buffer, Rrsig.FIXED, prefixLength - Rrsig.FIXED);
        length = prefixLength;
        type = Wire.u16(prefix, prefixOffset);
        int at = Wire.putU16(header, owned, type);
        at = Wire.putU16(header, at, CLASS_IN);
        System.arraycopy(prefix, prefixOffset + 4, header, at, 4);
        headerLength = at + 4;
        return true;
    }

    /** Puts the owner name that was signed into the header; -1 if there is none. */
    private int signedOwner(byte[] owner, int offset, int ownerLength, int labels) {
        int cut = WireNames.labelCount(owner, offset) - labels;
        if (cut < 0) {
            return -1;
        }
        int from = offset;
        for (int i = 0; i < cut; i++) {
            from += owner[from] + 1;
        }
        int to = 0;
        if (cut > 0) {
            header[to++] = 1;
            header[to++] = '*';
        }
        int rest = offset + ownerLength - from;
        System.arraycopy(owner, from, header, to, rest);
        WireNames.toLowerCase(header, to, rest);
        return to + rest;
    }

    /**
     * Adds the next record; they come in canonical order (RFC 4034 §6.3), none twice.
     *
     * @param rdata well formed for the type that the signature covers
     */
    public void add(byte[] rdata, int offset, int count) {
        room(headerLength + 2 + count);
        System.arraycopy(header, 0, buffer, length, headerLength);
        int at = length + headerLength;
        int written = CanonicalRdata.write(type, rdata, offset, count, buffer, at + 2);
        Wire.putU16(buffer, at, written);
        length = at + 2 + written;
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    /** The buffer, valid up to {@link #length} until this is used again. */
    public byte[] bytes() {
        return buffer;
    }

    public int length() {
        return length;
    }
}
