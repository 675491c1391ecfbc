package org.zoneseal.answer;

import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.RrsetCursor;

/**
 * The one RRset that a question for all types gets: "a small one(s) to reduce its amplification
 * potential" (RFC 8482 §4.1).
 */
final class SmallestRrset {

    private SmallestRrset() {}

    /**
     * Goes to the smallest of the RRsets of a node, from before the first; false if it has none.
     */
    static boolean find(RrsetCursor rrsets) {
        long least = Long.MAX_VALUE;
        int type = 0;
        while (rrsets.next()) {
            if (rrsets.count() > 0 && weight(rrsets) < least) {
                least = weight(rrsets);
                type = rrsets.type();
            }
        }
        return least < Long.MAX_VALUE && rrsets.find(type);
    }

    /** Its size; but a CNAME is what every type would get, and an NSEC what nobody looks for. */
    private static long weight(RrsetCursor rrset) {
        return switch (rrset.type()) {
            case RecordType.CNAME -> 0;
            case RecordType.NSEC -> Long.MAX_VALUE - 1;
            default -> rrset.messageLength();
        };
    }
}
