package org.zoneseal.transfer;

import org.zoneseal.dns.RecordType;

/** Where names lie in a type's data that may be shared: in types of RFC 1035 (RFC 3597 §4). */
enum RdataShape {
    /** None. */
    OPAQUE,
    /** All of it is one. */
    NAME,
    /** One behind two bytes. */
    MX,
    /** Two in front. */
    TWO_NAMES;

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
            default -> OPAQUE;
        };
    }
}
