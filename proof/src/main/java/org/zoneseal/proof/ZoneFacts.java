package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.InvalidDnssecDataException;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.proof.ProofReport.Denial;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * What every part of a zone is held against, all from its apex.
 *
 * @param apex the zone's name
 * @param keys published zone keys (ZONE flag, protocol 3), revoked ones included
 * @param denialTtl what NSEC and NSEC3 records must have for a TTL (RFC 9077); -1 without a SOA
 * @param denial which kind of chain to look for
 * @param parameters how NSEC3 hashes; null unless {@code denial} is NSEC3
 */
public record ZoneFacts(
        Name apex,
        List<Dnskey> keys,
        long denialTtl,
        Denial denial,
        @Nullable Nsec3Param parameters) {

    /** A zone has a few keys; more would let colliding tags multiply the work. */
    static final int MAX_KEYS = 32;

    /** Two root names and five numbers. */
    static final int SHORTEST_SOA = 22;

    public ZoneFacts {
        keys = List.copyOf(keys);
    }

    /** Reads them from the apex of a version; of the rest only the first NSEC3 is looked at. */
    public static ZoneFacts of(ZoneVersion version) {
        NodeCursor node = version.nodeCursor();
        if (!node.next() || !node.isApex()) {
            return new ZoneFacts(version.apex(), List.of(), -1, Denial.NONE, null);
        }
        RrsetCursor rrsets = node.rrsets();
        long denialTtl = rrsets.find(RecordType.SOA) ? denialTtl(rrsets) : -1;
        Nsec3Param parameters = parameters(version, rrsets);
        Denial denial =
                parameters != null
                        ? Denial.NSEC3
                        : has(rrsets, RecordType.NSEC) ? Denial.NSEC : Denial.NONE;
        return new ZoneFacts(version.apex(), zoneKeys(rrsets), denialTtl, denial, parameters);
    }

    /** These, with an NSEC chain expected where nothing says yet how the zone denies. */
    ZoneFacts expectingDenial() {
        return denial == Denial.NONE
                ? new ZoneFacts(apex, keys, denialTtl, Denial.NSEC, parameters)
                : this;
    }

    /** The SOA serial; 0 if there is no SOA that has one. */
    static long serial(ZoneVersion version) {
        NodeCursor node = version.nodeCursor();
        if (!node.next() || !node.isApex()) {
            return 0;
        }
        RrsetCursor soa = node.rrsets();
        if (!soa.find(RecordType.SOA)) {
            return 0;
        }
        RdataCursor rdata = soa.rdatas();
        return rdata.next() && rdata.length() >= SHORTEST_SOA
                ? Bytes.u32(rdata.bytes(), rdata.offset() + rdata.length() - 20)
                : 0;
    }

    private static boolean has(RrsetCursor rrsets, int type) {
        return rrsets.find(type) && rrsets.count() > 0;
    }

    private static long denialTtl(RrsetCursor soa) {
        RdataCursor rdata = soa.rdatas();
        if (!rdata.next() || rdata.length() < SHORTEST_SOA) {
            return -1;
        }
        long minimum = Bytes.u32(rdata.bytes(), rdata.offset() + rdata.length() - 4);
        return Math.min(minimum, soa.ttl());
    }

    private static List<Dnskey> zoneKeys(RrsetCursor rrsets) {
        List<Dnskey> keys = new ArrayList<>();
        if (rrsets.find(RecordType.DNSKEY)) {
            RdataCursor rdata = rrsets.rdatas();
            while (rdata.next()) {
                if (rdata.length() >= 4) {
                    Dnskey key = Dnskey.parse(rdata.bytes(), rdata.offset(), rdata.length());
                    if (key.isZoneKey() && keys.size() <= MAX_KEYS) {
                        keys.add(key);
                    }
                }
            }
        }
        return keys;
    }

    /** Of the NSEC3PARAM, of several that of the first NSEC3; without one, of the first NSEC3. */
    private static @Nullable Nsec3Param parameters(ZoneVersion version, RrsetCursor apex) {
        Nsec3Param used = parametersInUse(version);
        Nsec3Param published = null;
        if (apex.find(RecordType.NSEC3PARAM)) {
            RdataCursor rdata = apex.rdatas();
            while (rdata.next()) {
                Nsec3Param one = parse(rdata.bytes(), rdata.offset(), rdata.length());
                if (one != null && one.flags() == 0 && (published == null || one.equals(used))) {
                    published = one;
                }
            }
        }
        return published == null && !has(apex, RecordType.NSEC) ? used : published;
    }

    private static @Nullable Nsec3Param parametersInUse(ZoneVersion version) {
        NodeCursor node = version.nsec3Cursor();
        if (!node.next()) {
            return null;
        }
        RrsetCursor rrsets = node.rrsets();
        if (!rrsets.find(RecordType.NSEC3)) {
            return null;
        }
        RdataCursor rdata = rrsets.rdatas();
        if (!rdata.next() || rdata.length() < 5) {
            return null;
        }
        int at = rdata.offset();
        int length = Math.min(5 + Bytes.u8(rdata.bytes(), at + 4), rdata.length());
        byte[] start = Arrays.copyOfRange(rdata.bytes(), at, at + length);
        start[1] = 0;
        return parse(start, 0, start.length);
    }

    private static @Nullable Nsec3Param parse(byte[] rdata, int offset, int length) {
        try {
            return Nsec3Param.parse(rdata, offset, length);
        } catch (InvalidDnssecDataException e) {
            return null;
        }
    }
}
