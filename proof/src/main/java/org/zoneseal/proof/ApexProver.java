package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.InvalidDnssecDataException;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.UnusableKeyException;
import org.zoneseal.proof.ProofReport.Denial;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Proves what a zone is trusted by: its SOA, its keys, and how these hang on what is outside. */
final class ApexProver {

    private final ZoneVersion version;
    private final ZoneFacts facts;
    private final ProofOptions options;
    private final RrsetProver rrsetProver;
    private final byte[] owner;
    private final Findings findings;

    ApexProver(ZoneVersion version, ZoneFacts facts, ProofOptions options, Findings findings) {
        this.version = version;
        this.facts = facts;
        this.options = options;
        this.rrsetProver = new RrsetProver(facts, options);
        this.owner = facts.apex().toWire();
        this.findings = findings;
    }

    void prove() {
        NodeCursor node = version.nodeCursor();
        if (!node.next() || !node.isApex()) {
            problem(RecordType.SOA, ProblemCode.SOA, "the apex has no records");
            return;
        }
        RrsetCursor rrsets = node.rrsets();
        soa(rrsets);
        if (facts.keys().stream().allMatch(Dnskey::isRevoked)) {
            problem(
                    RecordType.DNSKEY,
                    ProblemCode.DNSKEY_MISSING,
                    "no key is published that may sign the zone");
            return;
        }
        keys();
        denial(rrsets);
        List<Dnskey> signers = signers(rrsets, RecordType.DNSKEY);
        anchors(signers);
        new CdsProver(facts, options, findings).prove(rrsets, signers, this::signers);
    }

    private void soa(RrsetCursor rrsets) {
        int count = rrsets.find(RecordType.SOA) ? rrsets.count() : 0;
        RdataCursor rdata = rrsets.rdatas();
        if (count == 1 && rdata.next() && rdata.length() < ZoneFacts.SHORTEST_SOA) {
            problem(RecordType.SOA, ProblemCode.SOA, "the SOA has broken data");
        } else if (count != 1) {
            problem(
                    RecordType.SOA,
                    ProblemCode.SOA,
                    count == 0 ? "the apex has no SOA" : "the apex has " + count + " SOA records");
        }
    }

    private void keys() {
        List<Dnskey> keys = facts.keys();
        if (keys.size() > ZoneFacts.MAX_KEYS) {
            problem(
                    RecordType.DNSKEY,
                    ProblemCode.KEYS_TOO_MANY,
                    "more than " + ZoneFacts.MAX_KEYS + " zone keys; the rest is not looked at");
        }
        for (int i = 0; i < keys.size(); i++) {
            usable(keys.get(i));
            for (int j = 0; j < i; j++) {
                if (keys.get(i).algorithm() == keys.get(j).algorithm()
                        && keys.get(i).keyTag() == keys.get(j).keyTag()) {
                    problem(
                            RecordType.DNSKEY,
                            ProblemCode.KEY_TAG_COLLISION,
                            "two keys of algorithm "
                                    + Algorithm.name(keys.get(i).algorithm())
                                    + " have the tag "
                                    + keys.get(i).keyTag());
                }
            }
        }
    }

    private void usable(Dnskey key) {
        try {
            SignatureVerifier.of(key, options.policy());
        } catch (UnusableKeyException e) {
            problem(
                    RecordType.DNSKEY,
                    e.reason() == UnusableKeyException.Reason.MALFORMED
                            ? ProblemCode.KEY_MALFORMED
                            : ProblemCode.KEY_UNUSABLE,
                    key + ": " + e.getMessage());
        }
    }

    private void denial(RrsetCursor rrsets) {
        if (facts.denial() == Denial.NONE) {
            problem(
                    RecordType.NSEC,
                    ProblemCode.DENIAL_MISSING,
                    "the apex has neither NSEC nor NSEC3PARAM");
        }
        Nsec3Param parameters = facts.parameters();
        if (parameters != null && parameters.iterations() > Nsec3Param.MAX_ITERATIONS) {
            problem(
                    RecordType.NSEC3PARAM,
                    ProblemCode.NSEC3_ITERATIONS,
                    parameters.iterations()
                            + " iterations; above "
                            + Nsec3Param.MAX_ITERATIONS
                            + " names are not held against hashes");
        }
        if (!rrsets.find(RecordType.NSEC3PARAM) || rrsets.count() == 0) {
            if (facts.denial() == Denial.NSEC3) {
                problem(
                        RecordType.NSEC3PARAM,
                        ProblemCode.NSEC3PARAM_MISSING,
                        "the zone has NSEC3 records and no NSEC3PARAM");
            }
            return;
        }
        RdataCursor rdata = rrsets.rdatas();
        boolean one = rrsets.count() == 1;
        while (rdata.next()) {
            one &= isUsable(rdata);
        }
        if (!one) {
            problem(
                    RecordType.NSEC3PARAM,
                    ProblemCode.NSEC3PARAM_MALFORMED,
                    "not one NSEC3PARAM with flags 0 and hash 1");
        }
    }

    private static boolean isUsable(RdataCursor rdata) {
        try {
            Nsec3Param parameters = Nsec3Param.parse(rdata.bytes(), rdata.offset(), rdata.length());
            return parameters.flags() == 0 && parameters.hashAlgorithm() == Nsec3Hash.SHA1;
        } catch (InvalidDnssecDataException e) {
            return false;
        }
    }

    /** The published keys with a good signature over an RRset of the apex. */
    private List<Dnskey> signers(RrsetCursor rrsets, int type) {
        List<Dnskey> signers = new ArrayList<>();
        if (!rrsets.find(type)) {
            return signers;
        }
        KeyRing keys = rrsetProver.keys();
        RdataCursor signatures = rrsets.signatures();
        while (signatures.next()) {
            for (int i = 0; i < keys.size(); i++) {
                if (rrsetProver.isSignedBy(
                        keys.entry(i), owner, owner.length, rrsets, signatures)) {
                    signers.add(keys.entry(i).key());
                }
            }
        }
        return signers;
    }

    private void anchors(List<Dnskey> signers) {
        if (options.anchors().isEmpty()) {
            boolean expected = facts.keys().stream().anyMatch(this::isEntryKey);
            if (expected && signers.stream().noneMatch(this::isEntryKey)) {
                problem(
                        RecordType.DNSKEY,
                        ProblemCode.DNSKEY_NOT_SIGNED_BY_SEP,
                        "no key with the SEP flag has a good signature over the DNSKEY RRset");
            }
            return;
        }
        TreeSet<Integer> algorithms = new TreeSet<>();
        options.anchors().forEach(anchor -> algorithms.add(anchor.algorithm()));
        for (int algorithm : algorithms) {
            if (signers.stream().noneMatch(key -> isAnchored(key, algorithm))) {
                problem(
                        RecordType.DNSKEY,
                        ProblemCode.TRUST_ANCHOR,
                        "no key of a trust anchor of algorithm "
                                + Algorithm.name(algorithm)
                                + " has a good signature over the DNSKEY RRset");
            }
        }
    }

    /** Whether a DS may point to the key, as far as the zone itself tells. */
    private boolean isEntryKey(Dnskey key) {
        return key.isSep() && !key.isRevoked();
    }

    private boolean isAnchored(Dnskey key, int algorithm) {
        return key.algorithm() == algorithm
                && !key.isRevoked()
                && options.anchors().stream().anyMatch(anchor -> anchor.matches(facts.apex(), key));
    }

    private void problem(int type, ProblemCode code, String sentence) {
        findings.add(facts.apex(), type, code, sentence);
    }
}
