package org.zoneseal.zones;

import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * Packs records that come in the order of {@link ZoneDiff}: a version's form for a part of a zone.
 * Mutable, for one thread.
 */
final class SortedPacker {

    private final Name apex;
    private final Tree names;
    private final Tree hashes;

    SortedPacker(Name apex) {
        this.apex = apex;
        this.names = new Tree(apex.wireLength());
        this.hashes = new Tree(apex.wireLength());
    }

    /** Takes a record; its owner is at index 0. */
    void record(
            byte[] owner,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength) {
        boolean signs = type == RecordType.RRSIG && rdataLength >= 2;
        int rrset = PageFormat.rrsetType(type, rdata, rdataOffset, rdataLength);
        Tree tree = rrset == RecordType.NSEC3 ? hashes : names;
        tree.standAt(owner, ownerLength, rrset);
        if (signs) {
            tree.signature(ttl, rdata, rdataOffset, rdataLength);
        } else {
            tree.rdata(ttl, rdata, rdataOffset, rdataLength);
        }
    }

    ZoneVersion finish() {
        return ZoneVersion.of(apex, List.of(names.finish()), List.of(hashes.finish()));
    }

    /** One of the two trees: the node and the RRset that are open. */
    private static final class Tree {

        private final int apexLength;
        private final PageWriter writer = new PageWriter();
        private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        private final byte[] key = new byte[CanonicalKey.MAX_LENGTH];

        /** 0 if no node is open. */
        private int ownerLength;

        /** -1 if no RRset is open. */
        private int type = -1;

        private long ttl;
        private long signatureTtl;

        Tree(int apexLength) {
            this.apexLength = apexLength;
        }

        void standAt(byte[] nextOwner, int nextLength, int nextType) {
            if (!Arrays.equals(owner, 0, ownerLength, nextOwner, 0, nextLength)) {
                endNode();
                ownerLength = nextLength;
                System.arraycopy(nextOwner, 0, owner, 0, nextLength);
                int keyLength = CanonicalKey.encodeBelow(owner, 0, apexLength, key, 0);
                writer.beginNode(key, 0, keyLength, owner, 0, ownerLength - apexLength);
            }
            if (type != nextType) {
                endRrset();
                type = nextType;
                ttl = -1;
                signatureTtl = -1;
                writer.beginRrset(type, 0);
            }
        }

        void rdata(long itsTtl, byte[] rdata, int offset, int length) {
            ttl = itsTtl;
            writer.rdata(rdata, offset, length);
        }

        void signature(long itsTtl, byte[] rdata, int offset, int length) {
            signatureTtl = itsTtl;
            writer.signature(rdata, offset, length);
        }

        private void endRrset() {
            if (type >= 0) {
                writer.endRrset(
                        ttl >= 0 ? ttl : signatureTtl, signatureTtl >= 0 ? signatureTtl : ttl);
                type = -1;
            }
        }

        private void endNode() {
            if (ownerLength > 0) {
                endRrset();
                writer.endNode();
                ownerLength = 0;
            }
        }

        PackedPages finish() {
            endNode();
            return writer.finish();
        }
    }
}
