package org.zoneseal.dnssec;

import org.zoneseal.dns.RecordForm;

/** The one place where this part asks for the canonical form of a record's data. */
final class CanonicalRdata {

    private CanonicalRdata() {}

    /** Writes the canonical form (RFC 4034 §6.2) and returns its length. */
    static int write(int type, byte[] rdata, int offset, int length, byte[] out, int at) {
        return RecordForm.of(type).canonical(rdata, offset, length, out, at);
    }
}
