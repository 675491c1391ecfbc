package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;

/**
 * Writes nodes, in the order of their keys, into pages. Mutable, for one thread.
 *
 * <p>Calls go: {@code beginNode (beginRrset rdata* signature* endRrset | copyRrset)* endNode}, and
 * {@link #finish} at the end. RRsets come by ascending type, rdatas unique and in canonical order.
 */
public final class PageWriter {

    /** The longest shape, signature count and signature TTL. */
    private static final int SHAPE_ROOM = 12;

    private byte[] buffer = new byte[PageFormat.PAGE_BYTES + 8192];
    private int position;
    private int nodeStart;
    private int rrsetStart;
    private int rdataStart;
    private int rdataCount;
    private int signatureCount;
    private int signaturesStart;
    private int nodeRecords;
    private int[] nodeStarts = new int[256];
    private int nodes;
    private int records;
    private boolean nodeIsCut;
    private long cutDepths;
    private List<byte[]> pages = new ArrayList<>();
    private final int pageBytes;
    private final RdataOrder order = new RdataOrder();

    public PageWriter() {
        this(PageFormat.PAGE_BYTES);
    }

    /** A writer that closes a page when it has grown to so many bytes. */
    PageWriter(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /**
     * Begins a node by its key relative to the apex.
     *
     * @param name the owner's wire form; kept only if it has a letter in upper case
     * @param nameLength bytes of the name without the apex's labels, 0 at the apex
     */
    public void beginNode(
            byte[] key, int keyOffset, int keyLength, byte[] name, int nameOffset, int nameLength) {
        ensure(PageFormat.NODE_HEADER + 4 + keyLength + 1 + nameLength);
        nodeStart = position;
        nodeRecords = 0;
        nodeIsCut = false;
        position = PageFormat.putVarint(buffer, position + PageFormat.NODE_HEADER, keyLength);
        append(key, keyOffset, keyLength);
        if (nameLength > 0 && WireNames.hasUpperCase(name, nameOffset, nameLength)) {
            buffer[position++] = (byte) nameLength;
            append(name, nameOffset, nameLength);
        } else {
            buffer[position++] = 0;
        }
    }

    /** Begins a node with the name of another version's node. */
    public void beginNodeLike(NodeCursor node) {
        byte[] page = node.page();
        int caseAt = node.keyOffset() + node.keyLength();
        beginNode(page, node.keyOffset(), node.keyLength(), page, caseAt + 1, page[caseAt] & 0xff);
    }

    public void beginRrset(int type, long ttl) {
        ensure(PageFormat.RRSET_HEADER + SHAPE_ROOM);
        rrsetStart = position;
        PageFormat.putU16(buffer, position, type);
        PageFormat.putU32(buffer, position + 2, ttl);
        // Room for the longest shape and counts; closed up by endRrset.
        rdataStart = position + PageFormat.RRSET_HEADER + SHAPE_ROOM;
        position = rdataStart;
        rdataCount = 0;
        signatureCount = 0;
    }

    public void rdata(byte[] bytes, int offset, int length) {
        if (signatureCount > 0) {
            throw new IllegalStateException("rdata after a signature");
        }
        rdataCount++;
        item(bytes, offset, length);
    }

    /** Adds the rdata of an RRSIG that covers the RRset; these may come in any order. */
    public void signature(byte[] bytes, int offset, int length) {
        if (signatureCount++ == 0) {
            signaturesStart = position;
        }
        item(bytes, offset, length);
    }

    private void item(byte[] bytes, int offset, int length) {
        ensure(length + 4);
        position = PageFormat.putVarint(buffer, position, length);
        append(bytes, offset, length);
    }

    /** Closes the RRset; its signatures have its TTL. */
    public void endRrset() {
        endRrset(PageFormat.u32(buffer, rrsetStart + 2));
    }

    /** Closes the RRset. */
    public void endRrset(long signatureTtl) {
        if (signatureCount > 1 && !areSignaturesInOrder()) {
            sortSignatures();
        }
        boolean ownTtl =
                signatureCount > 0 && signatureTtl != PageFormat.u32(buffer, rrsetStart + 2);
        int shape = rdataCount << 2 | (ownTtl ? 2 : 0) | (signatureCount > 0 ? 1 : 0);
        int at = PageFormat.putVarint(buffer, rrsetStart + PageFormat.RRSET_HEADER, shape);
        if (signatureCount > 0) {
            at = PageFormat.putVarint(buffer, at, signatureCount);
        }
        if (ownTtl) {
            PageFormat.putU32(buffer, at, signatureTtl);
            at += 4;
        }
        System.arraycopy(buffer, rdataStart, buffer, at, position - rdataStart);
        position -= rdataStart - at;
        endStored(rdataCount + signatureCount);
    }

    /** Closes the RRset with another TTL than it was begun with; leaves it out if it is empty. */
    void endRrset(long ttl, long signatureTtl) {
        if (rdataCount + signatureCount == 0) {
            position = rrsetStart;
            return;
        }
        PageFormat.putU32(buffer, rrsetStart + 2, ttl);
        endRrset(signatureTtl);
    }

    private boolean areSignaturesInOrder() {
        RdataCursor earlier = new RdataCursor();
        RdataCursor later = new RdataCursor();
        earlier.reset(buffer, signaturesStart, signatureCount);
        later.reset(buffer, signaturesStart, signatureCount);
        later.next();
        while (earlier.next() && later.next()) {
            if (order.compare(RecordType.RRSIG, earlier, later) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Puts the signatures in canonical order, and drops what is there twice. */
    private void sortSignatures() {
        List<byte[]> signatures = new ArrayList<>();
        RdataCursor cursor = new RdataCursor();
        cursor.reset(buffer, signaturesStart, signatureCount);
        while (cursor.next()) {
            signatures.add(Arrays.copyOfRange(buffer, cursor.offset(), cursor.end()));
        }
        signatures.sort((a, b) -> order.compare(RecordType.RRSIG, a, 0, a.length, b, 0, b.length));
        position = signaturesStart;
        signatureCount = 0;
        byte[] last = Page.EMPTY;
        for (byte[] signature : signatures) {
            if (!Arrays.equals(signature, last)) {
                signature(signature, 0, signature.length);
                last = signature;
            }
        }
    }

    /** Copies an RRset as another version has it, signatures included. */
    public void copyRrset(RrsetCursor rrset, byte[] page) {
        copyRrset(rrset);
    }

    /** Copies an RRset as another version has it, signatures included. */
    void copyRrset(RrsetCursor rrset) {
        int length = rrset.storedLength();
        ensure(length);
        rrsetStart = position;
        append(rrset.page(), rrset.storedOffset(), length);
        endStored(rrset.count() + rrset.signatureCount());
    }

    private void endStored(int recordCount) {
        int body = position - rrsetStart - PageFormat.RRSET_HEADER;
        if (body > PageFormat.MAX_NODE_BYTES) {
            throw new ZoneException(
                    "an RRset of " + body + " bytes: more than 16 MiB at one name is refused");
        }
        PageFormat.putU24(buffer, rrsetStart + 6, body);
        nodeIsCut |= isCut();
        nodeRecords += recordCount;
    }

    private boolean isCut() {
        int type = PageFormat.u16(buffer, rrsetStart);
        return (type == RecordType.DNAME || type == RecordType.NS && keyLength(nodeStart) > 0)
                && PageFormat.varint(buffer, rrsetStart + PageFormat.RRSET_HEADER) >= 4;
    }

    /** Copies a whole node as another version has it. */
    public void copyNode(NodeCursor node) {
        beginNodeLike(node);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            copyRrset(rrsets, node.page());
        }
        endNode();
    }

    /** Records in the node that is open. */
    public int openNodeRecords() {
        return nodeRecords;
    }

    /** Closes the node. */
    public void endNode() {
        int length = position - nodeStart - PageFormat.NODE_HEADER;
        if (length > PageFormat.MAX_NODE_BYTES) {
            throw new ZoneException(
                    "a name with " + length + " bytes of records: more than 16 MiB is refused");
        }
        PageFormat.putU24(buffer, nodeStart, length);
        if (nodes == nodeStarts.length) {
            nodeStarts = Arrays.copyOf(nodeStarts, nodes * 2);
        }
        nodeStarts[nodes++] = nodeStart;
        records += nodeRecords;
        if (nodeIsCut) {
            cutDepths |= 1L << Math.min(depth(nodeStart), 63);
        }
        if (position >= pageBytes) {
            closePage();
        }
    }

    /** Bytes in the page that is not closed yet. */
    int openBytes() {
        return position;
    }

    /** Closes the node, or leaves it out if it has no records. */
    void endNodeUnlessEmpty() {
        if (nodeRecords == 0) {
            position = nodeStart;
        } else {
            endNode();
        }
    }

    private void closePage() {
        if (position > 0) {
            pages.add(page());
            position = 0;
            nodes = 0;
            records = 0;
            cutDepths = 0;
        }
    }

    /** The nodes with their head and directory. */
    private byte[] page() {
        int shared = sharedKeyBytes();
        int directory = PageFormat.SHARED_AT + 1 + shared;
        int first = directory + PageFormat.directoryBytes(nodes);
        byte[] page = new byte[first + position];
        PageFormat.putU16(page, PageFormat.NODES_AT, nodes);
        PageFormat.putU32(page, PageFormat.RECORDS_AT, records);
        PageFormat.putU64(page, PageFormat.CUTS_AT, cutDepths);
        page[PageFormat.SHARED_AT] = (byte) shared;
        System.arraycopy(buffer, keyAt(nodeStarts[0]), page, PageFormat.SHARED_AT + 1, shared);
        writeDirectory(page, directory, shared);
        System.arraycopy(buffer, 0, page, first, position);
        return page;
    }

    private void writeDirectory(byte[] page, int directory, int shared) {
        int to = directory + PageFormat.groups(nodes) * PageFormat.PREFIX_BYTES;
        for (int group = 0; group * PageFormat.GROUP < nodes; group++) {
            int from = group * PageFormat.GROUP;
            int count = Math.min(PageFormat.GROUP, nodes - from);
            for (int i = 0; i < count; i++) {
                int node = nodeStarts[from + i];
                int prefix =
                        PageFormat.prefix32(buffer, keyAt(node) + shared, keyLength(node) - shared);
                PageFormat.putU32(page, to + i * PageFormat.PREFIX_BYTES, prefix);
                PageFormat.putU16(page, to + count * PageFormat.PREFIX_BYTES + i * 2, node);
            }
            PageFormat.putU32(
                    page, directory + group * PageFormat.PREFIX_BYTES, PageFormat.s32(page, to));
            to += count * PageFormat.ENTRY_BYTES;
        }
    }

    /** What the first and the last key, and so all keys, begin with. */
    private int sharedKeyBytes() {
        int first = nodeStarts[0];
        int last = nodeStarts[nodes - 1];
        int common =
                PageFormat.common(
                        buffer,
                        keyAt(first),
                        keyLength(first),
                        buffer,
                        keyAt(last),
                        keyLength(last));
        return Math.min(common, PageFormat.MAX_SHARED);
    }

    private int keyLength(int node) {
        return PageFormat.varint(buffer, node + PageFormat.NODE_HEADER);
    }

    private int keyAt(int node) {
        return node + PageFormat.NODE_HEADER + PageFormat.varintLength(keyLength(node));
    }

    private int depth(int node) {
        return CanonicalKey.labelCount(buffer, keyAt(node), keyLength(node));
    }

    /** Closes the last page and hands over all of them; the writer begins anew. */
    public PackedPages finish() {
        closePage();
        PackedPages finished = new PackedPages(pages);
        pages = new ArrayList<>();
        return finished;
    }

    private void append(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, buffer, position, length);
        position += length;
    }

    private void ensure(int more) {
        if (position + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, position + more));
        }
    }
}
