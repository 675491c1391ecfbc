package org.zoneseal.zones;

import java.util.Arrays;
import org.zoneseal.dns.RecordForm;

/** The order of rdatas within an RRset (RFC 4034 §6.3). Mutable, for one thread. */
final class RdataOrder {

    private static final int MAX_RDATA = 65535;

    private byte[] canonicalA = new byte[1024];
    private byte[] canonicalB = new byte[1024];

    /** Compares two rdatas of one type, names in them without regard to case. */
    int compare(int type, byte[] a, int offsetA, int lengthA, byte[] b, int offsetB, int lengthB) {
        RecordForm form = RecordForm.of(type);
        if (!form.lowersNames()) {
            return Arrays.compareUnsigned(
                    a, offsetA, offsetA + lengthA, b, offsetB, offsetB + lengthB);
        }
        if (canonicalA.length < Math.max(lengthA, lengthB)) {
            canonicalA = new byte[MAX_RDATA];
            canonicalB = new byte[MAX_RDATA];
        }
        int canonicalLengthA = form.canonical(a, offsetA, lengthA, canonicalA, 0);
        int canonicalLengthB = form.canonical(b, offsetB, lengthB, canonicalB, 0);
        return Arrays.compareUnsigned(
                canonicalA, 0, canonicalLengthA, canonicalB, 0, canonicalLengthB);
    }

    int compare(int type, RdataCursor a, RdataCursor b) {
        return compare(type, a.bytes(), a.offset(), a.length(), b.bytes(), b.offset(), b.length());
    }

    /** Compares rdatas byte by byte, as they are. */
    static int compareBytes(RdataCursor a, RdataCursor b) {
        return Arrays.compareUnsigned(
                a.bytes(), a.offset(), a.end(), b.bytes(), b.offset(), b.end());
    }
}
