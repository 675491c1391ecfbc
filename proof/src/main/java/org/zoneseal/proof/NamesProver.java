package org.zoneseal.proof;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameText;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;
import org.zoneseal.dnssec.Nsec;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.proof.ProofReport.Denial;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Proves the names of a zone, page by page: every signature, and the NSEC at each name.
 *
 * <p>A page is proved by itself but for two things that it shares with its neighbours: the cut that
 * its first names may lie below, which the caller hands in, and the NSEC chain, whose loose ends
 * are in the {@link PageProof}. Mutable, one thread.
 */
final class NamesProver {

    private final ZoneFacts facts;
    private final ProofOptions options;
    private final byte[] apex;
    private final RrsetProver rrsetProver;
    private final Cut cut = new Cut();
    private final Chain chain = new Chain();
    private final TypeBitmap types = new TypeBitmap();
    private final Nsec nsec = new Nsec();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private int ownerLength;
    private Findings findings;

    NamesProver(ZoneFacts facts, ProofOptions options) {
        this.facts = facts;
        this.options = options;
        this.apex = facts.apex().toWire();
        this.rrsetProver = new RrsetProver(facts, options);
        this.findings = new Findings(options.maxProblems());
    }

    /**
     * Proves whole pages in a row.
     *
     * @param enclosing key of the cut that the first node may lie below; null if there is none
     */
    void prove(NodeCursor nodes, byte @Nullable [] enclosing, Consumer<PageProof> done) {
        cut.begin(enclosing);
        byte[] page = null;
        byte[] firstKey = {};
        byte[] entry = null;
        while (nodes.next()) {
            if (!PageProof.isSame(nodes.page(), page)) {
                if (page != null) {
                    done.accept(close(page, firstKey, entry));
                }
                page = nodes.page();
                firstKey = keyOf(nodes);
                entry = cut.contains(nodes) ? cut.copy() : null;
                chain.begin();
                findings = new Findings(options.maxProblems());
            }
            node(nodes);
        }
        if (page != null) {
            done.accept(close(page, firstKey, entry));
        }
    }

    private static byte[] keyOf(NodeCursor node) {
        return Arrays.copyOfRange(
                node.page(), node.keyOffset(), node.keyOffset() + node.keyLength());
    }

    private PageProof close(byte[] page, byte[] firstKey, byte @Nullable [] entry) {
        return new PageProof(
                page,
                firstKey,
                entry,
                cut.copy(),
                chain.first(),
                chain.last(),
                chain.lastNext(),
                findings);
    }

    private void node(NodeCursor node) {
        ownerLength = node.owner(owner, 0);
        Cut.Kind kind = cut.classify(node);
        RrsetCursor rrsets = node.rrsets();
        types.clear();
        boolean data = false;
        boolean denial = false;
        while (rrsets.next()) {
            int type = rrsets.type();
            if (rrsets.count() == 0) {
                problem(type, ProblemCode.SIGNATURE_OVER_NOTHING, "an RRSIG without records");
                continue;
            }
            data |= type != RecordType.NSEC;
            denial |= type == RecordType.NSEC;
            boolean ours = isOurs(kind, type);
            if (ours || type == RecordType.NS && kind == Cut.Kind.DELEGATION) {
                types.add(type);
            }
            if (ours) {
                authoritative(node, kind, rrsets);
            } else if (rrsets.signatureCount() > 0) {
                problem(
                        type,
                        ProblemCode.SIGNATURE_OVER_GLUE,
                        "an RRSIG over records that are not the zone's to sign");
            }
        }
        denial(node, kind, data, denial);
    }

    private static boolean isOurs(Cut.Kind kind, int type) {
        return switch (kind) {
            case AUTHORITATIVE -> true;
            case DELEGATION -> type == RecordType.DS || type == RecordType.NSEC;
            case OCCLUDED -> false;
        };
    }

    private void authoritative(NodeCursor node, Cut.Kind kind, RrsetCursor rrset) {
        int type = rrset.type();
        if (type == RecordType.DS && kind != Cut.Kind.DELEGATION) {
            problem(type, ProblemCode.DS_NOT_AT_CUT, "a DS at a name that is no delegation");
        }
        if ((type == RecordType.CDS || type == RecordType.CDNSKEY) && !node.isApex()) {
            problem(type, ProblemCode.CDS_NOT_AT_APEX, "only the apex may have it");
        }
        rrsetProver.prove(owner, ownerLength, rrset, findings);
    }

    private void denial(NodeCursor node, Cut.Kind kind, boolean data, boolean denial) {
        if (!denial) {
            if (facts.denial() == Denial.NSEC && data && kind != Cut.Kind.OCCLUDED) {
                chain(node);
                problem(RecordType.NSEC, ProblemCode.NSEC_MISSING, "the name has no NSEC");
            }
            return;
        }
        if (facts.denial() != Denial.NSEC) {
            problem(RecordType.NSEC, ProblemCode.DENIAL_MIXED, "an NSEC in a zone with NSEC3");
            return;
        }
        chain(node);
        findings.denialRecords++;
        if (kind == Cut.Kind.OCCLUDED) {
            unexpected("an NSEC below a zone cut or a DNAME");
        } else if (!data) {
            unexpected("an NSEC at a name that has no other records");
        }
        RrsetCursor rrsets = node.rrsets();
        if (rrsets.find(RecordType.NSEC)) {
            nsec(rrsets, data && kind != Cut.Kind.OCCLUDED);
        }
    }

    private void unexpected(String sentence) {
        problem(RecordType.NSEC, ProblemCode.NSEC_UNEXPECTED, sentence);
    }

    /** Goes on in the chain to this node. */
    private void chain(NodeCursor node) {
        byte[] page = chain.lastPage();
        int offset = chain.lastOffset();
        int length = chain.lastLength();
        if (!chain.visit(node.page(), node.keyOffset(), node.keyLength())) {
            ChainProblems.broken(facts, RecordType.NSEC, page, offset, length, owner, findings);
        }
    }

    private void nsec(RrsetCursor rrset, boolean expected) {
        RdataCursor rdata = rrset.rdatas();
        if (rrset.count() != 1
                || !rdata.next()
                || !nsec.wrap(rdata.bytes(), rdata.offset(), rdata.length())) {
            problem(
                    RecordType.NSEC,
                    ProblemCode.NSEC_MALFORMED,
                    rrset.count() == 1 ? "data is broken" : rrset.count() + " NSEC at one name");
            return;
        }
        if (rrset.ttl() != facts.denialTtl() && facts.denialTtl() >= 0) {
            problem(
                    RecordType.NSEC,
                    ProblemCode.DENIAL_TTL,
                    "TTL " + rrset.ttl() + ", not " + facts.denialTtl() + " (RFC 9077)");
        }
        types.add(RecordType.RRSIG);
        if (expected && !types.matches(nsec.bytes(), nsec.bitmapOffset(), nsec.bitmapLength())) {
            problem(RecordType.NSEC, ProblemCode.NSEC_TYPES, wrongTypes());
        }
        next();
    }

    /** Reads the next name into the chain. */
    private void next() {
        int length = nsec.nextLength();
        int apexAt = nsec.nextOffset() + length - apex.length;
        if (length < apex.length
                || !isLabelStart(apexAt)
                || !WireNames.equalsIgnoreCase(nsec.bytes(), apexAt, apex, 0, apex.length)) {
            problem(
                    RecordType.NSEC,
                    ProblemCode.NSEC_CHAIN,
                    "the next name "
                            + NameText.format(nsec.bytes(), nsec.nextOffset())
                            + " is not in the zone");
            return;
        }
        chain.link(
                CanonicalKey.encodeBelow(
                        nsec.bytes(), nsec.nextOffset(), apex.length, chain.next(), 0));
    }

    private boolean isLabelStart(int offset) {
        int at = nsec.nextOffset();
        while (at < offset) {
            at += nsec.bytes()[at] + 1;
        }
        return at == offset;
    }

    private String wrongTypes() {
        byte[] expected = new byte[types.length()];
        types.writeTo(expected, 0);
        return TypeLists.differ(
                expected,
                Arrays.copyOfRange(
                        nsec.bytes(),
                        nsec.bitmapOffset(),
                        nsec.bitmapOffset() + nsec.bitmapLength()));
    }

    private void problem(int type, ProblemCode code, String sentence) {
        findings.add(owner, 0, type, code, sentence);
    }
}
