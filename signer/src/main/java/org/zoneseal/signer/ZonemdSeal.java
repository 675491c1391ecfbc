package org.zoneseal.signer;

import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.ZonemdDigest;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Puts the digest over a signed zone into its apex (RFC 8976 §3). */
final class ZonemdSeal {

    private final SigningContext context;
    private final RrsetSigner signer;
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];

    ZonemdSeal(SigningContext context, RrsetSigner signer) {
        this.context = context;
        this.signer = signer;
    }

    ZoneVersion seal(ZoneVersion signed) {
        List<byte[]> records =
                context.policy().zonemd().stream()
                        .sorted()
                        .map(hash -> record(signed, hash))
                        .sorted(Arrays::compareUnsigned)
                        .toList();
        return signed.withApex(apexWith(signed, records).finish());
    }

    private byte[] record(ZoneVersion signed, int hash) {
        ZonemdDigest digest = new ZonemdDigest(hash);
        NodeCursor nodes = signed.allNodes();
        while (nodes.next()) {
            addNode(digest, nodes);
        }
        byte[] bytes = digest.finish();
        byte[] rdata = new byte[6 + bytes.length];
        long serial = signed.serial();
        for (int i = 0; i < 4; i++) {
            rdata[i] = (byte) (serial >> 24 - 8 * i);
        }
        rdata[4] = ZonemdDigest.SIMPLE;
        rdata[5] = (byte) hash;
        System.arraycopy(bytes, 0, rdata, 6, bytes.length);
        return rdata;
    }

    /** Adds a name's records by type; those of type RRSIG lie with what they cover. */
    private void addNode(ZonemdDigest digest, NodeCursor node) {
        int length = node.owner(owner, 0);
        addTypes(digest, node, length, 0, RecordType.RRSIG);
        addSignatures(digest, node, length);
        addTypes(digest, node, length, RecordType.RRSIG + 1, 1 << 16);
    }

    private void addTypes(ZonemdDigest digest, NodeCursor node, int length, int from, int to) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (rrsets.type() >= from && rrsets.type() < to) {
                add(digest, length, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
            }
        }
    }

    private void addSignatures(ZonemdDigest digest, NodeCursor node, int length) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            add(digest, length, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
        }
    }

    private void add(ZonemdDigest digest, int length, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            digest.add(
                    owner, 0, length, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }

    private PageWriter apexWith(ZoneVersion signed, List<byte[]> records) {
        NodeCursor apex = signed.nodeCursor();
        apex.next();
        int length = apex.owner(owner, 0);
        PageWriter out = new PageWriter();
        out.beginNodeLike(apex);
        RrsetCursor rrsets = apex.rrsets();
        boolean written = false;
        while (rrsets.next()) {
            if (!written && rrsets.type() > RecordType.ZONEMD) {
                write(out, records, soaTtl(signed), length);
                written = true;
            }
            out.copyRrset(rrsets, apex.page());
        }
        if (!written) {
            write(out, records, soaTtl(signed), length);
        }
        out.endNode();
        return out;
    }

    private static long soaTtl(ZoneVersion signed) {
        NodeCursor apex = signed.nodeCursor();
        apex.next();
        RrsetCursor rrsets = apex.rrsets();
        rrsets.find(RecordType.SOA);
        return rrsets.ttl();
    }

    private void write(PageWriter out, List<byte[]> records, long ttl, int length) {
        out.beginRrset(RecordType.ZONEMD, ttl);
        records.forEach(rdata -> out.rdata(rdata, 0, rdata.length));
        for (SigningKey key : context.dataKeys()) {
            signer.sign(key, owner, length, RecordType.ZONEMD, ttl, records, out);
        }
        out.endRrset();
    }
}
