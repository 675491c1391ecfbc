package org.zoneseal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Holds the names of a zone against its NSEC3 records (RFC 5155 §7.1).
 *
 * <p>Every name with data that is the zone's, every delegation and every empty non-terminal above
 * them has the NSEC3 of its hash, with exactly its types. Only under opt-out may an unsigned
 * delegation go without, and an empty non-terminal that is there for such delegations alone; then
 * the span that covers the hash must say opt-out. Empty non-terminals are no nodes: they are the
 * ancestors of a name that are not ancestors of the name before. Mutable, one thread.
 */
final class HashLink {

    private final ZoneVersion version;
    private final byte[] apex;
    private final Nsec3Hash hasher;
    private final NodeCursor hashes;
    private final boolean lastOptsOut;
    private final @Nullable Set<Long> collected;
    private final @Nullable HashPages pages;
    private final int maxProblems;
    private final Cut cut = new Cut();
    private final TypeBitmap types = new TypeBitmap();
    private final TypeBitmap noTypes = new TypeBitmap();
    private final Nsec3 nsec3 = new Nsec3();
    private final byte[] name = new byte[Name.MAX_WIRE_LENGTH];
    private int nameLength;
    private final byte[] hash = new byte[Nsec3Hash.LENGTH];
    private final byte[] hashKey = new byte[HashesProver.KEY_LENGTH];
    private byte[] beforePage = {};
    private int beforeOffset;
    private int beforeLength;
    private int[] consulted = new int[64];
    private int consultedCount;
    private boolean lookedAround;
    private long matched;
    private Findings findings;

    private HashLink(
            ZoneVersion version,
            ZoneFacts facts,
            Nsec3Param parameters,
            ProofOptions options,
            @Nullable HashPages pages,
            @Nullable Set<Long> collected) {
        this.version = version;
        this.apex = facts.apex().toCanonicalWire();
        this.hasher = parameters.hasher();
        this.hashes = version.nsec3Cursor();
        this.pages = pages;
        this.collected = collected;
        this.maxProblems = options.maxProblems();
        this.findings = new Findings(maxProblems);
        byte[] above = new byte[HashesProver.KEY_LENGTH];
        Arrays.fill(above, (byte) 0xff);
        hashes.seek(above, 0, above.length);
        this.lastOptsOut = optsOut();
    }

    /**
     * @param pages the NSEC3 pages of the version
     */
    static HashLink checking(
            ZoneVersion version,
            ZoneFacts facts,
            Nsec3Param parameters,
            ProofOptions options,
            HashPages pages) {
        return new HashLink(version, facts, parameters, options, pages, null);
    }

    /** Checks nothing and puts the first eight bytes of the hash of every name into a set. */
    static void collect(
            ZoneVersion version,
            ZoneFacts facts,
            Nsec3Param parameters,
            ProofOptions options,
            Set<Long> hashes) {
        new HashLink(version, facts, parameters, options, null, hashes)
                .walk(version.nodeCursor(), null, new byte[0]);
    }

    /**
     * Holds one page against the NSEC3 records.
     *
     * @param enclosing key of the cut that the first node may lie below
     * @param before key of the last node before the page that is not occluded
     */
    PageLink page(NodeCursor nodes, byte @Nullable [] enclosing, byte[] before) {
        findings = new Findings(maxProblems);
        consultedCount = 0;
        lookedAround = false;
        matched = 0;
        walk(nodes, enclosing, before);
        return new PageLink(
                enclosing,
                before,
                Arrays.copyOf(consulted, consultedCount),
                lookedAround,
                matched,
                findings);
    }

    private void walk(NodeCursor nodes, byte @Nullable [] enclosing, byte[] before) {
        cut.begin(enclosing);
        beforePage = before;
        beforeOffset = 0;
        beforeLength = before.length;
        while (nodes.next()) {
            Cut.Kind kind = cut.classify(nodes);
            if (kind != Cut.Kind.OCCLUDED && readTypes(nodes, kind)) {
                ancestors(nodes);
                owner(nodes, kind);
                beforePage = nodes.page();
                beforeOffset = nodes.keyOffset();
                beforeLength = nodes.keyLength();
            }
        }
    }

    /** Puts the types that an NSEC3 of this node has into {@link #types}; false if it has none. */
    private boolean readTypes(NodeCursor node, Cut.Kind kind) {
        types.clear();
        boolean signed = false;
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            int type = rrsets.type();
            boolean ours = kind == Cut.Kind.AUTHORITATIVE || type == RecordType.DS;
            boolean hashed = type != RecordType.NSEC && (ours || type == RecordType.NS);
            if (rrsets.count() > 0 && hashed) {
                types.add(type);
                signed |= ours;
            }
        }
        if (signed) {
            types.add(RecordType.RRSIG);
        }
        return !types.isEmpty();
    }

    private void ancestors(NodeCursor node) {
        int shared = sharedLength(node);
        int end = node.keyLength() - 1;
        for (int i = shared; i < end; i++) {
            if (node.page()[node.keyOffset() + i] == 0) {
                emptyNonTerminal(node, i + 1);
            }
        }
    }

    /** Length of the longest ancestor that a node shares with the one before it. */
    private int sharedLength(NodeCursor node) {
        int limit = Math.min(node.keyLength(), beforeLength);
        int shared = 0;
        for (int i = 0; i < limit; i++) {
            byte b = node.page()[node.keyOffset() + i];
            if (b != beforePage[beforeOffset + i]) {
                break;
            }
            if (b == 0) {
                shared = i + 1;
            }
        }
        return shared;
    }

    private void emptyNonTerminal(NodeCursor node, int length) {
        hashOf(node.page(), node.keyOffset(), length);
        if (isCollected()) {
            return;
        }
        if (find()) {
            matched++;
            compareTypes(noTypes);
        } else if (!optsOut() || !isOnlyOptedOut(node.page(), node.keyOffset(), length)) {
            hashOf(node.page(), node.keyOffset(), length);
            missing("the empty non-terminal has no NSEC3");
        }
    }

    private void owner(NodeCursor node, Cut.Kind kind) {
        hashOf(node.page(), node.keyOffset(), node.keyLength());
        if (isCollected()) {
            return;
        }
        if (find()) {
            matched++;
            compareTypes(types);
        } else if (kind == Cut.Kind.DELEGATION && !hasDs(node) && optsOut()) {
            findings.optedOut++;
        } else {
            missing("the name has no NSEC3");
        }
    }

    private static boolean hasDs(NodeCursor node) {
        RrsetCursor rrsets = node.rrsets();
        return rrsets.find(RecordType.DS) && rrsets.count() > 0;
    }

    private void hashOf(byte[] key, int offset, int length) {
        nameLength = CanonicalKey.decode(key, offset, length, apex, name, 0);
        hasher.hash(name, 0, nameLength, hash, 0);
    }

    /** Keeps the hash, if that is all that this is for. */
    private boolean isCollected() {
        if (collected == null) {
            return false;
        }
        collected.add(prefix(hash));
        return true;
    }

    /** The first eight bytes of a hash. */
    static long prefix(byte[] hash) {
        return Bytes.u32(hash, 0) << 32 | Bytes.u32(hash, 4);
    }

    /** Stands on the NSEC3 of the hash, or else on the one whose span covers it. */
    private boolean find() {
        Base32Hex.encode(hash, 0, Nsec3Hash.LENGTH, hashKey, 0);
        boolean found = hashes.seek(hashKey, 0, hashKey.length);
        if (pages != null && !pages.isEmpty()) {
            consult(pages);
        }
        return found;
    }

    private void consult(HashPages all) {
        if (hashes.keyLength() == 0) {
            // Before the first: then the last one covers it.
            consulted(all.first());
            consulted(all.last());
        } else {
            consulted(all.number(hashes.page()));
        }
    }

    private void consulted(int page) {
        if (consultedCount == consulted.length) {
            consulted = Arrays.copyOf(consulted, 2 * consultedCount);
        }
        consulted[consultedCount++] = page;
    }

    /** Whether the NSEC3 that {@link #find} came to says opt-out. */
    private boolean optsOut() {
        if (hashes.keyLength() == 0) {
            return lastOptsOut;
        }
        return read() && nsec3.isOptOut();
    }

    private boolean read() {
        RrsetCursor rrsets = hashes.rrsets();
        if (!rrsets.find(RecordType.NSEC3)) {
            return false;
        }
        RdataCursor rdata = rrsets.rdatas();
        return rdata.next() && nsec3.wrap(rdata.bytes(), rdata.offset(), rdata.length());
    }

    private void compareTypes(TypeBitmap expected) {
        if (!read()
                || expected.matches(nsec3.bytes(), nsec3.bitmapOffset(), nsec3.bitmapLength())) {
            return;
        }
        byte[] bitmap = new byte[expected.length()];
        expected.writeTo(bitmap, 0);
        int at = nsec3.bitmapOffset();
        byte[] found = Arrays.copyOfRange(nsec3.bytes(), at, at + nsec3.bitmapLength());
        findings.add(
                name,
                0,
                RecordType.NSEC3,
                ProblemCode.NSEC3_TYPES,
                TypeLists.differ(bitmap, found));
    }

    /** Whether all that is below a name are unsigned delegations without an NSEC3. */
    private boolean isOnlyOptedOut(byte[] key, int offset, int length) {
        lookedAround = true;
        byte[] above = Arrays.copyOfRange(key, offset, offset + length);
        Cut below = new Cut();
        NodeCursor node = version.nodeCursor();
        node.seek(above, 0, length);
        while (node.next() && Cut.isBelow(node, above, length)) {
            Cut.Kind kind = below.classify(node);
            if (kind == Cut.Kind.OCCLUDED) {
                continue;
            }
            hashOf(node.page(), node.keyOffset(), node.keyLength());
            if (kind == Cut.Kind.AUTHORITATIVE || hasDs(node) || find() || !optsOut()) {
                return false;
            }
        }
        return true;
    }

    private void missing(String sentence) {
        find();
        findings.add(
                name,
                0,
                RecordType.NSEC3,
                ProblemCode.NSEC3_MISSING,
                sentence + "; its hash is " + new String(hashKey, 0, hashKey.length - 1, US_ASCII));
    }
}
