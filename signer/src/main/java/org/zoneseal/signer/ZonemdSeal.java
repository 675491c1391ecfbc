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

    private static final int TYPES = 1 << 16;

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
        addAll(digest, signed);
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

    /** Adds both trees; an NSEC3 record may have the owner of other data besides. */
    private void addAll(ZonemdDigest digest, ZoneVersion signed) {
        NodeCursor names = signed.nodeCursor();
        NodeCursor hashes = signed.nsec3Cursor();
        boolean name = names.next();
        boolean hash = hashes.next();
        while (name || hash) {
            int order = !hash ? -1 : !name ? 1 : compareKeys(names, hashes);
            if (order == 0) {
                addShared(digest, names, hashes);
            } else {
                addNode(digest, order < 0 ? names : hashes);
            }
            name = order <= 0 ? names.next() : name;
            hash = order >= 0 ? hashes.next() : hash;
        }
    }

    private static int compareKeys(NodeCursor a, NodeCursor b) {
        return Arrays.compareUnsigned(
                a.page(),
                a.keyOffset(),
                a.keyOffset() + a.keyLength(),
                b.page(),
                b.keyOffset(),
                b.keyOffset() + b.keyLength());
    }

    /** Adds a name's records by type; those of type RRSIG lie with what they cover. */
    private void addNode(ZonemdDigest digest, NodeCursor node) {
        int length = node.owner(owner, 0);
        addTypes(digest, node, length, 0, RecordType.RRSIG);
        addSignatures(digest, node, length, 0, TYPES);
        addTypes(digest, node, length, RecordType.RRSIG + 1, TYPES);
    }

    /** Adds one owner's records that lie in both trees, still by type. */
    private void addShared(ZonemdDigest digest, NodeCursor name, NodeCursor hash) {
        int length = name.owner(owner, 0);
        addTypes(digest, name, length, 0, RecordType.RRSIG);
        addSignatures(digest, name, length, 0, RecordType.NSEC3);
        addSignatures(digest, hash, length, 0, TYPES);
        addSignatures(digest, name, length, RecordType.NSEC3, TYPES);
        addTypes(digest, name, length, RecordType.RRSIG + 1, RecordType.NSEC3);
        addTypes(digest, hash, length, 0, TYPES);
        addTypes(digest, name, length, RecordType.NSEC3, TYPES);
    }

    private void addTypes(ZonemdDigest digest, NodeCursor node, int length, int from, int to) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (rrsets.type() >= from && rrsets.type() < to) {
                add(digest, length, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
            }
        }
    }

    private void addSignatures(ZonemdDigest digest, NodeCursor node, int length, int from, int to) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (rrsets.type() >= from && rrsets.type() < to) {
                add(digest, length, RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
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
