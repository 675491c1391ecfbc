package org.zoneseal.dnssec;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;

/** The one place where this part asks for the canonical form of a record's data. */
final class CanonicalRdata {

    private CanonicalRdata() {}

    /** Writes the canonical form (RFC 4034 §6.2) and returns its length. */
    static int write(int type, byte[] rdata, int offset, int length, byte[] out, int at) {
        System.arraycopy(rdata, offset, out, at, length);
        switch (type) {
            case RecordType.NS, RecordType.CNAME, RecordType.PTR, RecordType.DNAME ->
                    lower(out, at, length, 1);
            case RecordType.SOA -> lower(out, at, length, 2);
            case RecordType.MX -> lower(out, at + 2, length - 2, 1);
            case RecordType.RRSIG -> lower(out, at + 18, length - 18, 1);
            default -> {}
        }
        return length;
    }

    private static void lower(byte[] out, int at, int length, int names) {
        int from = at;
        for (int i = 0; i < names; i++) {
            int count = Name.wireLength(out, from, at + length);
            WireNames.toLowerCase(out, from, count);
            from += count;
        }
    }
}
