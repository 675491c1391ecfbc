package org.zoneseal.signer;

import org.zoneseal.dns.RecordType;

/** The record types of a zone's source that a signer makes anew. */
final class ReplacedTypes {

    private ReplacedTypes() {}

    /** Whether RRsets of this type are dropped from the source. */
    static boolean contains(int type, boolean apex) {
        return switch (type) {
            case RecordType.NSEC, RecordType.NSEC3, RecordType.RRSIG -> true;
            case RecordType.DNSKEY,
                    RecordType.NSEC3PARAM,
                    RecordType.ZONEMD,
                    RecordType.CDS,
                    RecordType.CDNSKEY ->
                    apex;
            default -> false;
        };
    }
}
