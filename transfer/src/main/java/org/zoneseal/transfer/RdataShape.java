package org.zoneseal.transfer;

import org.zoneseal.dns.RecordType;

/**
 * Where names lie in a type's data that may be shared: written short in types of RFC 1035 alone
 * (RFC 3597 §4), pointed at wherever it pays.
 */
enum RdataShape {
    /** None. */
    OPAQUE,
    /** All of it is one. */
    NAME,
    /** One behind two bytes. */
    MX,
    /** Two in front. */
    TWO_NAMES,
    /** One in front, in full: NSEC's next owner (RFC 4034 §4.1.1), which is about to be written. */
    NEXT_OWNER;

    static RdataShape of(int type) {
        return switch (type) {
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR ->
                    NAME;
            case RecordType.MX -> MX;
            case RecordType.SOA, RecordType.MINFO -> TWO_NAMES;
            case RecordType.NSEC -> NEXT_OWNER;
            default -> OPAQUE;
        };
    }
}
