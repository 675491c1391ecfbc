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
    private final Before before = new Before();
    private final Before optedOutBefore = new Before();
    private final NodeCursor wildcards;
    private final byte[] wildcard = new byte[CanonicalKey.MAX_LENGTH + 2];
    private byte[] bytes = new byte[64 * 1024];
    private int length;
    private int count;

    HashedNames(SigningContext context, Denial.Nsec3 parameters) {
        this.context = context;
        this.hash = new Nsec3Hash(parameters.iterations(), parameters.salt());
        this.optOut = parameters.optOut();
        this.wildcards = context.prepared().nodeCursor();
    }

    /** The key of a name that was met before, which has its ancestors in the chain already. */
    private static final class Before {

        private final byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        private int length;

        void set(byte[] page, int offset, int keyLength) {
            System.arraycopy(page, offset, key, 0, keyLength);
            length = keyLength;
        }

        boolean startsWith(byte[] page, int offset, int prefix) {
            return prefix <= length && Arrays.equals(page, offset, offset + prefix, key, 0, prefix);
        }
    }

    /** Hashes all names of a share that belong into the chain, empty non-terminals too. */
    HashedNames collect(NameWalk walk) {
        while (walk.nextInChain()) {
            if (isOptedOut(walk)) {
                addEmptyNonTerminalsBesideWildcards(walk.node());
            } else {
                addEmptyNonTerminals(walk.node());
                addName(walk);
            }
        }
        bytes = Arrays.copyOf(bytes, length);
        return this;
    }

    private boolean isOptedOut(NameWalk walk) {
        return optOut
                && walk.standing() == NameWalk.Standing.DELEGATION
                && !walk.isSecureDelegation();
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
        before.set(node.page(), node.keyOffset(), node.keyLength());
    }

    /** Adds the ancestors that are not above the name before as well. */
    private void addEmptyNonTerminals(NodeCursor node) {
        byte[] page = node.page();
        int offset = node.keyOffset();
        int end = offset + node.keyLength() - 1;
        bitmap.clear();
        for (int at = offset; at < end; at++) {
            if (page[at] == 0 && !before.startsWith(page, offset, at + 1 - offset)) {
                add(page, offset, at + 1 - offset);
            }
        }
    }

    /**
     * Adds those ancestors of an opted-out delegation that stand beside a wildcard.
     *
     * <p>An empty non-terminal that leads to such delegations alone may go without (RFC 5155 §7.1).
     * Then the closest encloser that can be proved, of a name that is not there below it, is the
     * name above. No wildcard there is to be proved with it (§8.4), and here there is one: the
     * answer could not be proved.
     */
    private void addEmptyNonTerminalsBesideWildcards(NodeCursor node) {
        byte[] page = node.page();
        int offset = node.keyOffset();
        int end = offset + node.keyLength() - 1;
        bitmap.clear();
        int parent = 0;
        for (int at = offset; at < end; at++) {
            if (page[at] == 0) {
                int prefix = at + 1 - offset;
                if (!before.startsWith(page, offset, prefix)
                        && !optedOutBefore.startsWith(page, offset, prefix)
                        && hasWildcard(page, offset, parent)) {
                    add(page, offset, prefix);
                }
                parent = prefix;
            }
        }
        optedOutBefore.set(page, offset, node.keyLength());
    }

    /** Whether there is a wildcard right below a name: a node, or empty itself. */
    private boolean hasWildcard(byte[] key, int offset, int keyLength) {
        System.arraycopy(key, offset, wildcard, 0, keyLength);
        wildcard[keyLength] = '*';
        wildcard[keyLength + 1] = 0;
        return wildcards.seek(wildcard, 0, keyLength + 2)
                || wildcards.nextStartsWith(wildcard, 0, keyLength + 2);
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
