package org.zoneseal.signer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.zones.ZoneVersion;

/**
 * What every worker of one signing run reads.
 *
 * @param prepared the zone with its apex made ready, unsigned
 * @param previous an earlier signed version to take signatures from
 * @param dataKeys keys for all but the key types
 * @param keyKeys keys for DNSKEY, CDS and CDNSKEY
 * @param brought signatures of offline keys
 * @param denialTtl TTL of NSEC and NSEC3 records (RFC 9077)
 */
record SigningContext(
        ZoneVersion prepared,
        byte[] apexWire,
        byte[] canonicalApex,
        SigningPolicy policy,
        @Nullable ZoneVersion previous,
        List<SigningKey> dataKeys,
        List<SigningKey> keyKeys,
        List<byte[]> brought,
        long denialTtl) {

    SigningTimes times() {
        return policy.times();
    }

    boolean addsZonemd() {
        return !policy.zonemd().isEmpty();
    }

    SignatureReuse reuse() {
        return previous == null
                ? SignatureReuse.none()
                : SignatureReuse.of(previous, previous.nodeCursor(), times(), apexWire);
    }

    SignatureReuse nsec3Reuse() {
        return previous == null
                ? SignatureReuse.none()
                : SignatureReuse.of(previous, previous.nsec3Cursor(), times(), apexWire);
    }

    List<byte[]> broughtSignatures(int type) {
        return brought.stream().filter(rdata -> Rrsig.typeCovered(rdata, 0) == type).toList();
    }
}
