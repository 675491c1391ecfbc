package org.zoneseal.proof;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.proof.ProofReport.Denial;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Proves NSEC3 records, page by page: signatures, parameters, and that each names the next.
 *
 * <p>Whose hashes they are is the business of {@link HashLink}, when all of them are there. What
 * joins a page to its neighbours is in the {@link PageProof}. Mutable, one thread.
 */
final class HashesProver {

    /** A hash in base32hex, as a key: its digits and the zero that closes a label. */
    static final int KEY_LENGTH = 33;

    private final ZoneFacts facts;
    private final ProofOptions options;
    private final RrsetProver rrsetProver;
    private final Chain chain = new Chain();
    private final Nsec3 nsec3 = new Nsec3();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private final byte[] hash = new byte[CanonicalKey.MAX_LENGTH];
    private int ownerLength;
    private Findings findings;

    HashesProver(ZoneFacts facts, ProofOptions options) {
        this.facts = facts;
        this.options = options;
        this.rrsetProver = new RrsetProver(facts, options);
        this.findings = new Findings(options.maxProblems());
    }

    /** Proves whole pages in a row. */
    void prove(NodeCursor nodes, Consumer<PageProof> done) {
        byte[] page = null;
        byte[] firstKey = {};
        while (nodes.next()) {
            if (!PageProof.isSame(nodes.page(), page)) {
                if (page != null) {
                    done.accept(close(page, firstKey));
                }
                page = nodes.page();
                int at = nodes.keyOffset();
                firstKey = Arrays.copyOfRange(page, at, at + nodes.keyLength());
                chain.begin();
                findings = new Findings(options.maxProblems());
            }
            node(nodes);
        }
        if (page != null) {
            done.accept(close(page, firstKey));
        }
    }

    private PageProof close(byte[] page, byte[] firstKey) {
        return new PageProof(
                page,
                firstKey,
                null,
                null,
                chain.first(),
                chain.last(),
                chain.lastNext(),
                findings);
    }

    private void node(NodeCursor node) {
        ownerLength = node.owner(owner, 0);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            if (rrsets.count() == 0) {
                problem(ProblemCode.SIGNATURE_OVER_NOTHING, "an RRSIG without records");
            } else if (facts.denial() == Denial.NSEC3) {
                nsec3(node, rrsets);
            } else {
                rrsetProver.prove(owner, ownerLength, rrsets, findings);
                problem(ProblemCode.DENIAL_MIXED, "an NSEC3 in a zone with NSEC");
            }
        }
    }

    private void nsec3(NodeCursor node, RrsetCursor rrset) {
        rrsetProver.prove(owner, ownerLength, rrset, findings);
        if (!isHash(node)) {
            problem(
                    ProblemCode.NSEC3_OWNER,
                    "the owner is no hash in base32hex directly below the apex");
            return;
        }
        chain(node);
        findings.denialRecords++;
        RdataCursor rdata = rrset.rdatas();
        if (rrset.count() != 1
                || !rdata.next()
                || !nsec3.wrap(rdata.bytes(), rdata.offset(), rdata.length())
                || nsec3.nextLength() != Nsec3Hash.LENGTH) {
            problem(
                    ProblemCode.NSEC3_MALFORMED,
                    rrset.count() == 1 ? "data is broken" : rrset.count() + " at one name");
            return;
        }
        fields(rrset);
        next();
    }

    private boolean isHash(NodeCursor node) {
        return node.keyLength() == KEY_LENGTH
                && Base32Hex.decode(node.page(), node.keyOffset(), KEY_LENGTH - 1, hash, 0)
                        == Nsec3Hash.LENGTH;
    }

    private void chain(NodeCursor node) {
        byte[] page = chain.lastPage();
        int offset = chain.lastOffset();
        int length = chain.lastLength();
        if (!chain.visit(node.page(), node.keyOffset(), node.keyLength())) {
            ChainProblems.broken(facts, RecordType.NSEC3, page, offset, length, owner, findings);
        }
    }

    private void fields(RrsetCursor rrset) {
        if (rrset.ttl() != facts.denialTtl() && facts.denialTtl() >= 0) {
            problem(
                    ProblemCode.DENIAL_TTL,
                    "TTL " + rrset.ttl() + ", not " + facts.denialTtl() + " (RFC 9077)");
        }
        @Nullable Nsec3Param parameters = facts.parameters();
        if (parameters != null && !nsec3.hasParameters(parameters)) {
            problem(
                    ProblemCode.NSEC3_PARAMETERS,
                    "hash, iterations or salt are not those of the zone, " + parameters);
        }
        if ((nsec3.flags() & ~Nsec3.OPT_OUT) != 0) {
            problem(
                    ProblemCode.NSEC3_FLAGS,
                    "flags " + nsec3.flags() + ", of which only 1 is known");
        }
    }

    private void next() {
        int end =
                Base32Hex.encode(
                        nsec3.bytes(), nsec3.nextOffset(), Nsec3Hash.LENGTH, chain.next(), 0);
        chain.next()[end] = 0;
        chain.link(KEY_LENGTH);
    }

    private void problem(ProblemCode code, String sentence) {
        findings.add(owner, 0, RecordType.NSEC3, code, sentence);
    }
}
