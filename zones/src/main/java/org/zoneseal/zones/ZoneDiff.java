package org.zoneseal.zones;

import java.util.Arrays;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * What is different between two versions of a zone, record by record.
 *
 * <p>Both versions are walked side by side. Where both come to the beginning of one and the same
 * page, it is skipped unread, with all behind it that are the same too: a version made from another
 * shares with it all pages that were not written to, so a small change of a large zone costs little
 * more than the change. For the same reason the two trees are walked one after the other and not
 * merged: names first, then the owners of NSEC3 records.
 *
 * <p>A record is the same if owner, type, TTL and every byte of its rdata are. The case of an
 * owner's letters is no difference (RFC 4343); that of letters in rdata is one, so that the earlier
 * version with the changes made to it is the later one. Mutable, for one thread.
 */
public final class ZoneDiff {

    /** What became of a record. */
    public enum Change {
        REMOVED,
        ADDED
    }

    /** Receives the changes. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Takes one record. The arrays are not to be kept or written to.
         *
         * @param owner the owner's wire form, from index 0
         */
        void record(
                Change change,
                byte[] owner,
                int ownerLength,
                int type,
                long ttl,
                byte[] rdata,
                int rdataOffset,
                int rdataLength);
    }

    private final Sink sink;
    private final RdataOrder order = new RdataOrder();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private int ownerLength;

    private ZoneDiff(Sink sink) {
        this.sink = sink;
    }

    /**
     * Tells of every record that is in one version alone: names in canonical order, then NSEC3
     * owners in hash order; of one owner by type, signatures right after the RRset that they cover;
     * of one RRset in canonical order.
     *
     * @throws IllegalArgumentException if these are versions of two zones
     */
    public static void between(ZoneVersion before, ZoneVersion after, Sink sink) {
        if (!before.apex().equals(after.apex())) {
            throw new IllegalArgumentException(
                    "versions of two zones, " + before.apex() + " and " + after.apex());
        }
        ZoneDiff diff = new ZoneDiff(sink);
        diff.walk(before.nodeCursor(), after.nodeCursor());
        diff.walk(before.nsec3Cursor(), after.nsec3Cursor());
    }

    private void walk(NodeCursor before, NodeCursor after) {
        boolean old = before.next();
        boolean fresh = after.next();
        while (old || fresh) {
            int side = !old ? 1 : !fresh ? -1 : before.compareKey(after);
            if (side < 0) {
                all(Change.REMOVED, before);
            } else if (side > 0) {
                all(Change.ADDED, after);
            } else if (before.isAtStartOfPageOf(after)) {
                before.skipPagesSharedWith(after);
            } else {
                compare(before, after);
            }
            old = side <= 0 ? before.next() : old;
            fresh = side >= 0 ? after.next() : fresh;
        }
    }

    private void all(Change change, NodeCursor node) {
        ownerLength = node.owner(owner, 0);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            all(change, rrsets);
        }
    }

    private void all(Change change, RrsetCursor rrset) {
        RdataCursor rdatas = rrset.rdatas();
        while (rdatas.next()) {
            tell(change, rrset.type(), rrset.ttl(), rdatas);
        }
        RdataCursor signatures = rrset.signatures();
        while (signatures.next()) {
            tell(change, RecordType.RRSIG, rrset.signatureTtl(), signatures);
        }
    }

    private void compare(NodeCursor before, NodeCursor after) {
        if (Arrays.equals(
                before.page(),
                before.nodeOffset(),
                before.storedEnd(),
                after.page(),
                after.nodeOffset(),
                after.storedEnd())) {
            return;
        }
        ownerLength = after.owner(owner, 0);
        RrsetCursor olds = before.rrsets();
        RrsetCursor news = after.rrsets();
        boolean old = olds.next();
        boolean fresh = news.next();
        while (old || fresh) {
            int side = !old ? 1 : !fresh ? -1 : Integer.compare(olds.type(), news.type());
            if (side < 0) {
                all(Change.REMOVED, olds);
            } else if (side > 0) {
                all(Change.ADDED, news);
            } else {
                int type = olds.type();
                compare(type, olds.ttl(), olds.rdatas(), news.ttl(), news.rdatas());
                compare(
                        RecordType.RRSIG,
                        olds.signatureTtl(),
                        olds.signatures(),
                        news.signatureTtl(),
                        news.signatures());
            }
            old = side <= 0 ? olds.next() : old;
            fresh = side >= 0 ? news.next() : fresh;
        }
    }

    private void compare(int type, long oldTtl, RdataCursor olds, long newTtl, RdataCursor news) {
        boolean old = olds.next();
        boolean fresh = news.next();
        while (old || fresh) {
            int side = !old ? 1 : !fresh ? -1 : order.compare(type, olds, news);
            boolean same =
                    side == 0 && oldTtl == newTtl && RdataOrder.compareBytes(olds, news) == 0;
            if (side <= 0 && !same) {
                tell(Change.REMOVED, type, oldTtl, olds);
            }
            if (side >= 0 && !same) {
                tell(Change.ADDED, type, newTtl, news);
            }
            old = side <= 0 ? olds.next() : old;
            fresh = side >= 0 ? news.next() : fresh;
        }
    }

    private void tell(Change change, int type, long ttl, RdataCursor rdata) {
        sink.record(
                change,
                owner,
                ownerLength,
                type,
                ttl,
                rdata.bytes(),
                rdata.offset(),
                rdata.length());
    }
}
