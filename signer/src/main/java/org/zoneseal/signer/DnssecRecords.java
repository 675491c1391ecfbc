package org.zoneseal.signer;

import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Counts the records of a source that signing replaces. */
final class DnssecRecords {

    private DnssecRecords() {}

    static long count(ZoneVersion source) {
        long count = 0;
        NodeCursor nodes = source.allNodes();
        while (nodes.next()) {
            boolean apex = nodes.isApex();
            RrsetCursor rrsets = nodes.rrsets();
            while (rrsets.next()) {
                count += rrsets.signatureCount();
                if (ReplacedTypes.contains(rrsets.type(), apex)) {
                    count += rrsets.count();
                }
            }
        }
        return count;
    }
}
