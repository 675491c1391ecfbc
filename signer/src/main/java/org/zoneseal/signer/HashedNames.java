package org.zoneseal.signer;

import java.util.Arrays;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.zones.NodeCursor;

/**
 * The hashed names of one share of a zone, in the order in which they were found. Mutable, for one
 * thread until it is complete.
 *
 * <pre>
 * entry = hash:20 bitmapLength:u16 bitmap
 * </pre>
 */
final class HashedNames {

    private static final int HEADER = Nsec3Hash.LENGTH + 2;

    private final SigningContext context;
    private final Nsec3Hash hash;
    private final boolean optOut;
    private final TypeBitmap bitmap = new TypeBitmap();
    private final byte[] name = new byte[Name.MAX_WIRE_LENGTH];
    private final byte[] before = new byte[CanonicalKey.MAX_LENGTH];
    private int beforeLength;
    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private int count;

    HashedNames(SigningContext context, Denial.Nsec3 parameters) {
        this.context = context;
        this.hash = new Nsec3Hash(parameters.iterations(), parameters.salt());
        this.optOut = parameters.optOut();
    }

    /** Hashes all names of a share that belong into the chain, empty non-terminals too. */
    HashedNames collect(NameWalk walk) {
        while (walk.nextInChain()) {
            boolean delegation = walk.standing() == NameWalk.Standing.DELEGATION;
            if (!optOut || !delegation || walk.isSecureDelegation()) {
                addEmptyNonTerminals(walk.node());
                addName(walk);
            }
        }
        bytes = Arrays.copyOf(bytes, length);
        return this;
    }

    private void addName(NameWalk walk) {
        NodeSigner.fillBitmap(bitmap, walk, context);
        boolean signed =
                walk.standing() == NameWalk.Standing.AUTHORITATIVE || walk.isSecureDelegation();
        if (signed) {
            bitmap.add(RecordType.RRSIG);
        }
        NodeCursor node = walk.node();
        add(node.page(), node.keyOffset(), node.keyLength());
        beforeLength = node.keyLength();
        System.arraycopy(node.page(), node.keyOffset(), before, 0, beforeLength);
    }

    /** Adds the ancestors that are not above the name before as well. */
    private void addEmptyNonTerminals(NodeCursor node) {
        byte[] page = node.page();
        int offset = node.keyOffset();
        int end = offset + node.keyLength() - 1;
        bitmap.clear();
        for (int at = offset; at < end; at++) {
            if (page[at] == 0 && !isPrefixOfBefore(page, offset, at + 1 - offset)) {
                add(page, offset, at + 1 - offset);
            }
        }
    }

    private boolean isPrefixOfBefore(byte[] page, int offset, int prefix) {
        return prefix <= beforeLength
                && Arrays.equals(page, offset, offset + prefix, before, 0, prefix);
    }

    private void add(byte[] key, int offset, int keyLength) {
        int bitmapLength = bitmap.length();
        if (length + HEADER + bitmapLength > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2 + bitmapLength);
        }
        int nameLength =
                CanonicalKey.decode(key, offset, keyLength, context.canonicalApex(), name, 0);
        hash.hash(name, 0, nameLength, bytes, length);
        bytes[length + Nsec3Hash.LENGTH] = (byte) (bitmapLength >> 8);
        bytes[length + Nsec3Hash.LENGTH + 1] = (byte) bitmapLength;
        length = bitmap.writeTo(bytes, length + HEADER);
        count++;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    static int bitmapLength(byte[] bytes, int entry) {
        int at = entry + Nsec3Hash.LENGTH;
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    static int bitmapAt(int entry) {
        return entry + HEADER;
    }

    /** Writes prefix and place of each entry and returns the index behind the last. */
    int fill(int share, long[] prefixes, long[] places, int from) {
        int index = from;
        for (int at = 0; at < length; at += HEADER + bitmapLength(bytes, at)) {
            long prefix = 0;
            for (int i = 0; i < 8; i++) {
                prefix = prefix << 8 | bytes[at + i] & 0xff;
            }
            prefixes[index] = prefix;
            places[index++] = (long) share << 32 | at;
        }
        return index;
    }
}
