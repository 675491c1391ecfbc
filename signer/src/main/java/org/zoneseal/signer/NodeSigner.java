package org.zoneseal.signer;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Writes one name after the other as it stands in the signed zone: data copied, signatures made or
 * taken over, the NSEC record put where its type belongs. Mutable, for one thread.
 */
final class NodeSigner {

    private final SigningContext context;
    private final RrsetSigner signer;
    private final SignatureReuse reuse;
    private final PageWriter out = new PageWriter();
    private final TypeBitmap bitmap = new TypeBitmap();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private int ownerLength;
    private final byte[] nsec = new byte[Name.MAX_WIRE_LENGTH + TypeBitmap.MAX_LENGTH];
    private int nsecLength;
    private long denialRecords;

    NodeSigner(SigningContext context, Lanes lanes) {
        this.context = context;
        this.signer = new RrsetSigner(context.times(), context.apexWire(), lanes);
        this.reuse = context.reuse();
    }

    PageWriter out() {
        return out;
    }

    RrsetSigner signer() {
        return signer;
    }

    /** Before another share. */
    void restart() {
        reuse.restart();
    }

    long denialRecords() {
        return denialRecords;
    }

    long reused() {
        return reuse.reused();
    }

    /** Copies the data of a name that is not signed. */
    void copyOccluded(NodeCursor node) {
        out.beginNodeLike(node);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (isKept(rrsets, node)) {
                copy(rrsets, node);
            }
        }
        out.endNode();
    }

    private static boolean isKept(RrsetCursor rrset, NodeCursor node) {
        return rrset.count() > 0 && !ReplacedTypes.contains(rrset.type(), node.isApex());
    }

    private void copy(RrsetCursor rrset, NodeCursor node) {
        if (rrset.signatureCount() == 0) {
            out.copyRrset(rrset, node.page());
            return;
        }
        out.beginRrset(rrset.type(), rrset.ttl());
        copyRdatas(rrset);
        out.endRrset();
    }

    private void copyRdatas(RrsetCursor rrset) {
        RdataCursor rdatas = rrset.rdatas();
        while (rdatas.next()) {
            out.rdata(rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }

    /**
     * Signs a name with an NSEC record.
     *
     * @param next the next name in the chain, wire form
     */
    void signWithNsec(NameWalk walk, byte[] next, int nextLength) {
        NodeCursor node = walk.node();
        boolean delegation = walk.standing() == NameWalk.Standing.DELEGATION;
        fillBitmap(bitmap, walk, context);
        bitmap.add(RecordType.NSEC);
        bitmap.add(RecordType.RRSIG);
        System.arraycopy(next, 0, nsec, 0, nextLength);
        nsecLength = bitmap.writeTo(nsec, nextLength);
        begin(node);
        RrsetCursor rrsets = node.rrsets();
        boolean written = false;
        while (rrsets.next()) {
            if (!written && rrsets.type() > RecordType.NSEC) {
                writeNsec();
                written = true;
            }
            if (isKeptOrMade(rrsets, node)) {
                write(rrsets, node, delegation);
            }
        }
        if (!written) {
            writeNsec();
        }
        out.endNode();
    }

    /** Signs a name whose denial is in the NSEC3 tree. */
    void sign(NameWalk walk) {
        NodeCursor node = walk.node();
        boolean delegation = walk.standing() == NameWalk.Standing.DELEGATION;
        begin(node);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (isKeptOrMade(rrsets, node)) {
                write(rrsets, node, delegation);
            }
        }
        out.endNode();
    }

    /** The apex comes with its DNSSEC records made already. */
    private static boolean isKeptOrMade(RrsetCursor rrset, NodeCursor node) {
        return rrset.count() > 0 && (node.isApex() || !ReplacedTypes.contains(rrset.type(), false));
    }

    private void begin(NodeCursor node) {
        ownerLength = node.owner(owner, 0);
        reuse.moveTo(node.page(), node.keyOffset(), node.keyLength());
        out.beginNodeLike(node);
    }

    private void write(RrsetCursor rrset, NodeCursor node, boolean delegation) {
        if (delegation && rrset.type() != RecordType.DS) {
            copy(rrset, node);
            return;
        }
        out.beginRrset(rrset.type(), rrset.ttl());
        copyRdatas(rrset);
        if (node.isApex() && SigningKey.isKeyType(rrset.type())) {
            signKeys(rrset);
        } else {
            for (SigningKey key : context.dataKeys()) {
                if (!reuse.take(key, owner, ownerLength, rrset, out)) {
                    signer.sign(key, owner, ownerLength, rrset, out);
                }
            }
        }
        out.endRrset();
    }

    private void signKeys(RrsetCursor rrset) {
        for (SigningKey key : context.keyKeys()) {
            if (!reuse.take(key, owner, ownerLength, rrset, out)) {
                signer.sign(key, owner, ownerLength, rrset, out);
            }
        }
        for (byte[] brought : context.broughtSignatures(rrset.type())) {
            out.signature(brought, 0, brought.length);
        }
    }

    private void writeNsec() {
        long ttl = context.denialTtl();
        out.beginRrset(RecordType.NSEC, ttl);
        out.rdata(nsec, 0, nsecLength);
        for (SigningKey key : context.dataKeys()) {
            if (!reuse.take(key, owner, ownerLength, RecordType.NSEC, ttl, nsec, nsecLength, out)) {
                signer.sign(key, owner, ownerLength, RecordType.NSEC, ttl, nsec, nsecLength, out);
            }
        }
        out.endRrset();
        denialRecords++;
    }

    /**
     * Fills in the types that a denial of this name admits to, RRSIG and NSEC left to the caller.
     */
    static void fillBitmap(TypeBitmap bitmap, NameWalk walk, SigningContext context) {
        NodeCursor node = walk.node();
        boolean delegation = walk.standing() == NameWalk.Standing.DELEGATION;
        bitmap.clear();
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            int type = rrsets.type();
            boolean own = !delegation || type == RecordType.NS || type == RecordType.DS;
            if (own && isKeptOrMade(rrsets, node)) {
                bitmap.add(type);
            }
        }
        if (node.isApex() && context.addsZonemd()) {
            bitmap.add(RecordType.ZONEMD);
        }
    }
}
