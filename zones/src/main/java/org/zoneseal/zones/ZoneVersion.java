package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

/**
 * One immutable version of a zone, packed: no object per record.
 *
 * <p>Two trees: the zone's names in canonical order, and the owners of NSEC3 records, which are in
 * hash order because base32hex keeps it (RFC 4648 §7). They are apart because a query looks into
 * one or the other, and because a change of the zone touches neighbours in the first and strangers
 * in the second; {@link #allNodes} merges them for output and for ZONEMD. Pages are shared between
 * versions and never written to, so that any number of readers need no lock.
 */
public final class ZoneVersion {

    private final Name apex;
    private final byte[] apexWire;
    final PageList names;
    final PageList hashes;
    private volatile @Nullable DenialChain denial;

    ZoneVersion(Name apex, PageList names, PageList hashes) {
        this.apex = apex;
        this.apexWire = apex.toWire();
        this.names = names;
        this.hashes = hashes;
    }

    /**
     * A version of pages in canonical order.
     *
     * @param names pages of all nodes but the NSEC3 owners
     * @param hashes pages of the NSEC3 owners
     */
    public static ZoneVersion of(Name apex, List<PackedPages> names, List<PackedPages> hashes) {
        return new ZoneVersion(apex, join(names), join(hashes));
    }

    private static PageList join(List<PackedPages> parts) {
        List<byte[]> pages = new ArrayList<>();
        for (PackedPages part : parts) {
            pages.addAll(part.pages());
        }
        return PageList.of(pages);
    }

    public Name apex() {
        return apex;
    }

    byte[] apexWire() {
        return apexWire;
    }

    /** Records, RRSIG and NSEC3 included. */
    public long records() {
        return names.records + hashes.records;
    }

    /** Owner names that are not NSEC3 owners. */
    public long nodes() {
        return names.nodes;
    }

    /** NSEC3 owner names. */
    public long nsec3Owners() {
        return hashes.nodes;
    }

    /**
     * At which depths the zone has zone cuts or DNAMEs at all: bit d is set if some node d labels
     * below the apex has an NS RRset (d above 0) or a DNAME; bit 63 stands for 63 labels and more.
     * Who walks down to a name need not stop at the other depths.
     */
    public long cutDepths() {
        return names.cutDepths;
    }

    /** Bytes in pages. */
    public long packedBytes() {
        return names.bytes + hashes.bytes;
    }

    /** All owner names but those of NSEC3 records, in canonical order. */
    public NodeCursor nodes(int fromPage, int toPage) {
        return new NodeCursor(apexWire, names, fromPage, toPage);
    }

    /** All owner names but those of NSEC3 records, in canonical order. */
    public NodeCursor nodeCursor() {
        return nodes(0, names.pages.length);
    }

    /** The owners of NSEC3 records on some pages, in hash order. */
    public NodeCursor nsec3Nodes(int fromPage, int toPage) {
        return new NodeCursor(apexWire, hashes, fromPage, toPage);
    }

    /** Pages of the NSEC3 tree. */
    public int nsec3PageCount() {
        return hashes.pages.length;
    }

    /** The owners of NSEC3 records, in hash order. */
    public NodeCursor nsec3Cursor() {
        return new NodeCursor(apexWire, hashes, 0, hashes.pages.length);
    }

    /** Both trees merged, in canonical order. */
    public NodeCursor allNodes() {
        return hashes.pages.length == 0 ? nodeCursor() : new NodeCursor(apexWire, names, hashes);
    }

    /** Pages of the names tree: the grain in which work can be shared out. */
    public int pageCount() {
        return names.pages.length;
    }

    /** Cursors over about equal shares of the names tree, in order; together they see each node. */
    public List<NodeCursor> split(int parts) {
        return split(names, parts);
    }

    /** Cursors over about equal shares of the NSEC3 tree. */
    public List<NodeCursor> splitNsec3(int parts) {
        return split(hashes, parts);
    }

    private List<NodeCursor> split(PageList list, int parts) {
        List<NodeCursor> cursors = new ArrayList<>();
        int count = list.pages.length;
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) count * i / parts);
            int to = (int) ((long) count * (i + 1) / parts);
            if (from < to) {
                cursors.add(new NodeCursor(apexWire, list, from, to));
            }
        }
        return cursors;
    }

    /**
     * This version with another first node, its apex; all pages but the first are shared.
     *
     * @param apexNode one node with the empty key
     */
    public ZoneVersion withApex(PackedPages apexNode) {
        List<byte[]> pages = new ArrayList<>(apexNode.pages());
        if (names.pages.length > 0) {
            NodeCursor rest = new NodeCursor(apexWire, names, 0, 1);
            PageWriter writer = new PageWriter();
            while (rest.next()) {
                if (!rest.isApex()) {
                    writer.copyNode(rest);
                }
            }
            pages.addAll(writer.finish().pages());
            pages.addAll(Arrays.asList(names.pages).subList(1, names.pages.length));
        }
        return new ZoneVersion(apex, PageList.of(pages), hashes);
    }

    /**
     * This version without some records and with others; pages without a changed node are shared.
     */
    ZoneVersion edited(ZoneVersion removed, ZoneVersion added, NodeEdit.Mode mode) {
        return new ZoneVersion(
                apex,
                PageListEdit.edit(apexWire, names, removed.names, added.names, mode),
                PageListEdit.edit(apexWire, hashes, removed.hashes, added.hashes, mode));
    }

    /** The SOA record alone, without its signatures. */
    ZoneVersion soaOnly() {
        byte[] soa = soaRdata();
        NodeCursor node = nodeCursor();
        node.next();
        RrsetCursor rrset = node.rrsets();
        rrset.find(RecordType.SOA);
        PageWriter writer = new PageWriter();
        writer.beginNodeLike(node);
        writer.beginRrset(RecordType.SOA, rrset.ttl());
        writer.rdata(soa, 0, soa.length);
        writer.endRrset();
        writer.endNode();
        return of(apex, List.of(writer.finish()), List.of());
    }

    /**
     * The SOA record's rdata.
     *
     * @throws ZoneException if there is none
     */
    public byte[] soaRdata() {
        NodeCursor cursor = nodeCursor();
        if (cursor.next() && cursor.isApex()) {
            RrsetCursor rrsets = cursor.rrsets();
            if (rrsets.find(RecordType.SOA) && rrsets.count() > 0) {
                RdataCursor rdata = rrsets.rdatas();
                rdata.next();
                return Arrays.copyOfRange(
                        rdata.bytes(), rdata.offset(), rdata.offset() + rdata.length());
            }
        }
        throw new ZoneException("the zone " + apex + " has no SOA record at its apex");
    }

    /** The serial number of the SOA record (RFC 1982 arithmetic applies). */
    public long serial() {
        byte[] soa = soaRdata();
        return PageFormat.u32(soa, soa.length - 20);
    }

    /** What denies the existence of names and types here; found when it is first asked for. */
    public DenialChain denial() {
        DenialChain known = denial;
        if (known == null) {
            known = DenialChain.of(this);
            denial = known;
        }
        return known;
    }
}
