package org.zoneseal.signer;

import java.util.Set;

/**
 * How a zone is signed, its keys aside.
 *
 * @param denial NSEC or NSEC3
 * @param times when signatures are valid
 * @param serial what becomes of the SOA serial
 * @param zonemd hash algorithms of the ZONEMD records to add (RFC 8976 §2.2.3): 1, 2, both or none
 * @param cds whether to publish CDS and CDNSKEY for the secure entry points (RFC 7344)
 * @param dnskeyTtl TTL of the DNSKEY RRset, or -1 for that of the SOA record
 */
public record SigningPolicy(
        Denial denial,
        SigningTimes times,
        SerialPolicy serial,
        Set<Integer> zonemd,
        boolean cds,
        long dnskeyTtl) {

    public SigningPolicy {
        zonemd = Set.copyOf(zonemd);
    }
}
