package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.DigestType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.dnssec.InvalidDnssecDataException;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Proves that a parent may follow the CDS and CDNSKEY records (RFC 7344 §4, RFC 8078 §4).
 *
 * <p>Both say the same, they are signed by a key that the parent knows, and of each algorithm that
 * they name there is a key that signs the DNSKEY RRset today: else the delegation would break.
 */
final class CdsProver {

    /** The keys that sign an RRset of the apex. */
    interface Signers {
        List<Dnskey> of(RrsetCursor apex, int type);
    }

    private final ZoneFacts facts;
    private final ProofOptions options;
    private final Findings findings;
    private final List<Ds> digests = new ArrayList<>();
    private final List<Dnskey> keys = new ArrayList<>();

    CdsProver(ZoneFacts facts, ProofOptions options, Findings findings) {
        this.facts = facts;
        this.options = options;
        this.findings = findings;
    }

    void prove(RrsetCursor apex, List<Dnskey> zoneSigners, Signers signers) {
        if (!read(apex)) {
            return;
        }
        signed(apex, RecordType.CDS, signers);
        signed(apex, RecordType.CDNSKEY, signers);
        if (isDelete()) {
            return;
        }
        if (!digests.isEmpty() && !keys.isEmpty() && !agree()) {
            problem(
                    RecordType.CDS,
                    ProblemCode.CDS_CDNSKEY_DIFFER,
                    "CDS and CDNSKEY do not speak of the same keys");
            return;
        }
        unbroken(zoneSigners);
    }

    private boolean read(RrsetCursor apex) {
        try {
            if (apex.find(RecordType.CDS)) {
                RdataCursor rdata = apex.rdatas();
                while (rdata.next()) {
                    digests.add(Ds.parse(rdata.bytes(), rdata.offset(), rdata.length()));
                }
            }
            if (apex.find(RecordType.CDNSKEY)) {
                RdataCursor rdata = apex.rdatas();
                while (rdata.next()) {
                    keys.add(Dnskey.parse(rdata.bytes(), rdata.offset(), rdata.length()));
                }
            }
        } catch (InvalidDnssecDataException e) {
            problem(RecordType.CDS, ProblemCode.CDS_MALFORMED, String.valueOf(e.getMessage()));
            return false;
        }
        if (isDelete() && !isAlone()) {
            problem(
                    RecordType.CDS,
                    ProblemCode.CDS_MALFORMED,
                    "the record that asks for removal of the DS is not alone");
            return false;
        }
        return true;
    }

    private boolean isDelete() {
        return digests.stream().anyMatch(Ds::isDelete) || keys.stream().anyMatch(Dnskey::isDelete);
    }

    private boolean isAlone() {
        return digests.size() <= 1
                && keys.size() <= 1
                && digests.stream().allMatch(Ds::isDelete)
                && keys.stream().allMatch(Dnskey::isDelete);
    }

    private void signed(RrsetCursor apex, int type, Signers signers) {
        if (!apex.find(type) || apex.count() == 0 || apex.signatureCount() == 0) {
            return;
        }
        List<Dnskey> of = signers.of(apex, type);
        if (!of.isEmpty() && of.stream().noneMatch(this::isKnownToParent)) {
            problem(
                    type,
                    ProblemCode.CDS_NOT_SIGNED_BY_SEP,
                    "not signed by a key that the parent knows (RFC 7344 §4.1)");
        }
    }

    private boolean isKnownToParent(Dnskey key) {
        if (options.anchors().isEmpty()) {
            return key.isSep() || facts.keys().stream().noneMatch(Dnskey::isSep);
        }
        return options.anchors().stream().anyMatch(anchor -> anchor.matches(facts.apex(), key));
    }

    private boolean agree() {
        return digests.stream()
                        .filter(ds -> DigestType.of(ds.digestType()) != null)
                        .allMatch(
                                ds -> keys.stream().anyMatch(key -> ds.matches(facts.apex(), key)))
                && keys.stream()
                        .allMatch(key ->
                                digests.stream().anyMatch(ds -> ds.matches(facts.apex(), key)));
    }

    private void unbroken(List<Dnskey> signers) {
        List<Integer> algorithms = new ArrayList<>();
        digests.forEach(ds -> algorithms.add(ds.algorithm()));
        keys.forEach(key -> algorithms.add(key.algorithm()));
        algorithms.stream()
                .distinct()
                .filter(algorithm -> signers.stream().noneMatch(key -> isAsked(key, algorithm)))
                .forEach(algorithm ->
                        problem(
                                digests.isEmpty() ? RecordType.CDNSKEY : RecordType.CDS,
                                ProblemCode.CDS_BREAKS_DELEGATION,
                                "of algorithm "
                                        + Algorithm.name(algorithm)
                                        + " no key that it names signs the DNSKEY RRset"));
    }

    /** Whether the parent is asked for a DS of this key. */
    private boolean isAsked(Dnskey key, int algorithm) {
        return key.algorithm() == algorithm
                && (keys.contains(key)
                        || digests.stream().anyMatch(ds -> ds.matches(facts.apex(), key)));
    }

    private void problem(int type, ProblemCode code, String sentence) {
        findings.add(facts.apex(), type, code, sentence);
    }
}
