package org.zoneseal.signer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.DigestType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Makes the apex ready for signing: the new serial, the keys, what the parent and NSEC3 need. */
final class ApexPreparation {

    private static final int SERIAL_FROM_END = 20;
    private static final int MINIMUM_FROM_END = 4;

    private final ZoneVersion source;
    private final SigningPolicy policy;
    private final ZoneKeys keys;
    private final long serial;
    private long soaTtl;
    private long soaMinimum;

    private record Rrset(long ttl, List<byte[]> rdatas) {}

    ApexPreparation(ZoneVersion source, SigningPolicy policy, ZoneKeys keys, long serial) {
        this.source = source;
        this.policy = policy;
        this.keys = keys;
        this.serial = serial;
    }

    /** TTL of NSEC and NSEC3 records (RFC 9077 §3); known after {@link #prepare}. */
    long denialTtl() {
        return Math.min(soaTtl, soaMinimum);
    }

    ZoneVersion prepare() {
        NodeCursor apex = source.nodeCursor();
        if (!apex.next() || !apex.isApex()) {
            throw new SigningException("the zone has no records at its apex " + source.apex());
        }
        SortedMap<Integer, Rrset> rrsets = kept(apex);
        Rrset soa = rrsets.get(RecordType.SOA);
        if (soa == null) {
            throw new SigningException("the zone " + source.apex() + " has no SOA record");
        }
        renumber(soa);
        addKeys(rrsets);
        if (policy.denial() instanceof Denial.Nsec3 nsec3) {
            rrsets.put(RecordType.NSEC3PARAM, new Rrset(0, List.of(Nsec3Chain.param(nsec3))));
        }
        return source.withApex(write(apex, rrsets).finish());
    }

    private SortedMap<Integer, Rrset> kept(NodeCursor apex) {
        SortedMap<Integer, Rrset> rrsets = new TreeMap<>();
        RrsetCursor cursor = apex.rrsets();
        while (cursor.next()) {
            if (cursor.count() > 0 && !ReplacedTypes.contains(cursor.type(), true)) {
                List<byte[]> rdatas = new ArrayList<>();
                RdataCursor rdata = cursor.rdatas();
                while (rdata.next()) {
                    rdatas.add(
                            Arrays.copyOfRange(
                                    rdata.bytes(),
                                    rdata.offset(),
                                    rdata.offset() + rdata.length()));
                }
                rrsets.put(cursor.type(), new Rrset(cursor.ttl(), rdatas));
            }
        }
        return rrsets;
    }

    private void renumber(Rrset soa) {
        byte[] rdata = soa.rdatas().getFirst();
        soaTtl = soa.ttl();
        soaMinimum = unsigned(rdata, rdata.length - MINIMUM_FROM_END);
        int at = rdata.length - SERIAL_FROM_END;
        for (int i = 0; i < 4; i++) {
            rdata[at + i] = (byte) (serial >> 24 - 8 * i);
        }
    }

    private static long unsigned(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private void addKeys(SortedMap<Integer, Rrset> rrsets) {
        long ttl = policy.dnskeyTtl() < 0 ? soaTtl : policy.dnskeyTtl();
        rrsets.put(
                RecordType.DNSKEY, made(ttl, keys.all().stream().map(key -> key.dnskey().rdata())));
        if (policy.cds()) {
            List<Dnskey> points = keys.secureEntryPoints();
            rrsets.put(RecordType.CDS, made(ttl, points.stream().map(this::ds).map(Ds::rdata)));
            rrsets.put(RecordType.CDNSKEY, made(ttl, points.stream().map(Dnskey::rdata)));
        }
    }

    /** Key types hold no names, so that the order of bytes is the canonical one. */
    private static Rrset made(long ttl, Stream<byte[]> rdatas) {
        return new Rrset(ttl, rdatas.sorted(Arrays::compareUnsigned).toList());
    }

    private Ds ds(Dnskey key) {
        return Ds.of(source.apex(), key, DigestType.SHA256.number());
    }

    private static PageWriter write(NodeCursor apex, SortedMap<Integer, Rrset> rrsets) {
        PageWriter out = new PageWriter();
        out.beginNodeLike(apex);
        rrsets.forEach((type, rrset) -> {
            out.beginRrset(type, rrset.ttl());
            rrset.rdatas().forEach(rdata -> out.rdata(rdata, 0, rdata.length));
            out.endRrset();
        });
        out.endNode();
        return out;
    }
}
