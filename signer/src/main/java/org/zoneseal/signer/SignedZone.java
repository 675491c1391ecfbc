package org.zoneseal.signer;

import org.zoneseal.zones.ZoneVersion;

/**
 * A zone that was signed, and what was done.
 *
 * @param version the signed zone
 * @param signaturesMade signatures that a token made
 * @param signaturesReused signatures taken over from the previous version
 * @param denialRecords NSEC or NSEC3 records
 * @param replaced DNSSEC records of the source that were dropped
 */
public record SignedZone(
        ZoneVersion version,
        long signaturesMade,
        long signaturesReused,
        long denialRecords,
        long replaced) {}
