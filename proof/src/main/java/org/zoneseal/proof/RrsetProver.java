package org.zoneseal.proof;

import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.InvalidRdataException;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Algorithm;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.dnssec.SerialTime;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.SignedData;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Proves the signatures of one RRset at a time (RFC 4035 §5.3 as a signer must satisfy it).
 *
 * <p>A resolver is content with one good signature; here every single one must be good, and there
 * must be one for each algorithm in the DNSKEY RRset (RFC 4035 §2.2, RFC 6840 §5.11), because a
 * resolver may pick any. Mutable, one thread; makes no objects unless something is wrong.
 */
final class RrsetProver {

    /** An RRset has a signature a key; more would let colliding tags multiply the work. */
    static final int MAX_SIGNATURES = 32;

    private final byte[] apex;
    private final ProofOptions options;
    private final KeyRing keys;
    private final Rrsig rrsig = new Rrsig();
    private final SignedData data = new SignedData();

    RrsetProver(ZoneFacts facts, ProofOptions options) {
        this.apex = facts.apex().toWire();
        this.options = options;
        this.keys = new KeyRing(facts.keys(), options.policy());
    }

    KeyRing keys() {
        return keys;
    }

    /** Proves the RRset that the cursor stands on. */
    void prove(byte[] owner, int ownerLength, RrsetCursor rrset, Findings findings) {
        findings.rrsets++;
        int type = rrset.type();
        if (rrset.signatureCount() == 0) {
            unsigned(owner, type, findings);
            return;
        }
        if (rrset.signatureTtl() != rrset.ttl()) {
            findings.add(
                    owner,
                    0,
                    type,
                    ProblemCode.SIGNATURE_TTL,
                    "the RRSIG has TTL "
                            + rrset.signatureTtl()
                            + ", the records it covers have "
                            + rrset.ttl());
        }
        if (rrset.signatureCount() > MAX_SIGNATURES) {
            findings.add(
                    owner,
                    0,
                    type,
                    ProblemCode.SIGNATURES_TOO_MANY,
                    rrset.signatureCount() + " signatures, of which none is looked at");
            return;
        }
        long tried = 0;
        RdataCursor signatures = rrset.signatures();
        while (signatures.next()) {
            tried |= proveSignature(owner, ownerLength, rrset, signatures, findings);
        }
        long missing = keys.requiredAlgorithms() & ~tried;
        if (missing != 0) {
            findings.add(
                    owner,
                    0,
                    type,
                    ProblemCode.ALGORITHM_MISSING,
                    "no signature of algorithm " + keys.names(missing) + ", which the zone uses");
        }
    }

    private void unsigned(byte[] owner, int type, Findings findings) {
        if (keys.requiredAlgorithms() != 0) {
            findings.add(owner, 0, type, ProblemCode.UNSIGNED, "the RRset has no signature");
        }
    }

    /** Proves one signature and returns the bit of its algorithm, good or not. */
    private long proveSignature(
            byte[] owner,
            int ownerLength,
            RrsetCursor rrset,
            RdataCursor signature,
            Findings findings) {
        if (!rrsig.wrap(signature.bytes(), signature.offset(), signature.length())
                || rrsig.typeCovered() != rrset.type()) {
            bad(owner, rrset, findings, ProblemCode.SIGNATURE_MALFORMED, "has broken data");
            return keys.requiredAlgorithms();
        }
        ProblemCode wrong = wrongField(owner, rrset);
        long algorithm = algorithmBit();
        if (wrong == null) {
            wrong = verify(owner, ownerLength, rrset, findings);
        }
        if (wrong == null) {
            wrong = wrongTime(findings);
        }
        if (wrong != null) {
            bad(owner, rrset, findings, wrong, sentence(wrong, owner, rrset));
        }
        return wrong == ProblemCode.SIGNATURE_EXTRA ? 0 : algorithm;
    }

    private @Nullable ProblemCode wrongField(byte[] owner, RrsetCursor rrset) {
        if (!rrsig.isSignedBy(apex, 0, apex.length)) {
            return ProblemCode.SIGNATURE_SIGNER;
        }
        if (rrsig.labels() != Rrsig.labelsOf(owner, 0)) {
            return ProblemCode.SIGNATURE_LABELS;
        }
        return rrsig.originalTtl() != rrset.ttl() ? ProblemCode.SIGNATURE_ORIGINAL_TTL : null;
    }

    private long algorithmBit() {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.entry(i).algorithm() == rrsig.algorithm()) {
                return keys.entry(i).algorithmBit();
            }
        }
        return 0;
    }

    /** Whether one of the keys that the signature names made it. */
    private @Nullable ProblemCode verify(
            byte[] owner, int ownerLength, RrsetCursor rrset, Findings findings) {
        ProblemCode wrong = ProblemCode.SIGNATURE_EXTRA;
        for (int i = 0; i < keys.size(); i++) {
            KeyRing.Entry key = keys.entry(i);
            if (key.keyTag() != rrsig.keyTag() || key.algorithm() != rrsig.algorithm()) {
                continue;
            }
            if (key.revoked() && rrset.type() != RecordType.DNSKEY) {
                wrong = ProblemCode.SIGNATURE_BY_REVOKED_KEY;
                continue;
            }
            SignatureVerifier verifier = key.verifier();
            if (verifier == null || isValid(verifier, owner, ownerLength, rrset)) {
                findings.signatures += verifier == null ? 0 : 1;
                return null;
            }
            wrong = ProblemCode.SIGNATURE_INVALID;
        }
        return wrong;
    }

    private boolean isValid(
            SignatureVerifier verifier, byte[] owner, int ownerLength, RrsetCursor rrset) {
        if (!data.begin(rrsig, owner, 0, ownerLength)) {
            return false;
        }
        try {
            RdataCursor rdatas = rrset.rdatas();
            while (rdatas.next()) {
                data.add(rdatas.bytes(), rdatas.offset(), rdatas.length());
            }
        } catch (InvalidRdataException e) {
            return false;
        }
        return verifier.verify(
                data.bytes(),
                0,
                data.length(),
                rrsig.bytes(),
                rrsig.signatureOffset(),
                rrsig.signatureLength());
    }

    private @Nullable ProblemCode wrongTime(Findings findings) {
        long at = options.at();
        if (!rrsig.isValidAt(at)) {
            return SerialTime.isAfter(rrsig.inception(), (int) at)
                    ? ProblemCode.SIGNATURE_NOT_YET_VALID
                    : ProblemCode.SIGNATURE_EXPIRED;
        }
        long expiry = SerialTime.near(rrsig.expiration(), at);
        findings.expires(expiry);
        return expiry < at + options.expiryFloor() ? ProblemCode.SIGNATURE_EXPIRES_SOON : null;
    }

    /** Whether the signature that the cursor stands on is a good one of this key. */
    boolean isSignedBy(
            KeyRing.Entry key,
            byte[] owner,
            int ownerLength,
            RrsetCursor rrset,
            RdataCursor signature) {
        SignatureVerifier verifier = key.verifier();
        return verifier != null
                && rrsig.wrap(signature.bytes(), signature.offset(), signature.length())
                && rrsig.keyTag() == key.keyTag()
                && rrsig.algorithm() == key.algorithm()
                && rrsig.isSignedBy(apex, 0, apex.length)
                && rrsig.isValidAt(options.at())
                && isValid(verifier, owner, ownerLength, rrset);
    }

    private void bad(
            byte[] owner, RrsetCursor rrset, Findings findings, ProblemCode code, String what) {
        findings.add(owner, 0, rrset.type(), code, "the signature " + what);
    }

    private String sentence(ProblemCode code, byte[] owner, RrsetCursor rrset) {
        String by = "by key " + rrsig.keyTag() + " (" + Algorithm.name(rrsig.algorithm()) + ")";
        return switch (code) {
            case SIGNATURE_SIGNER -> by + " of " + rrsig.signer() + ", which is not the apex";
            case SIGNATURE_LABELS ->
                    by + " says " + rrsig.labels() + " labels, not " + Rrsig.labelsOf(owner, 0);
            case SIGNATURE_ORIGINAL_TTL ->
                    by + " says TTL " + rrsig.originalTtl() + ", not " + rrset.ttl();
            case SIGNATURE_EXTRA -> by + ", which is not published";
            case SIGNATURE_BY_REVOKED_KEY -> by + ", which is revoked";
            case SIGNATURE_EXPIRED -> by + " expired at " + time(rrsig.expiration());
            case SIGNATURE_NOT_YET_VALID -> by + " is valid from " + time(rrsig.inception());
            case SIGNATURE_EXPIRES_SOON ->
                    by
                            + " expires at "
                            + time(rrsig.expiration())
                            + ", less than "
                            + options.expiryFloor()
                            + " s ahead";
            default -> by + " is not valid for these records; it begins " + start();
        };
    }

    private String time(int time) {
        return Instant.ofEpochSecond(SerialTime.near(time, options.at())).toString();
    }

    /** Enough of the signature to find it by. */
    private String start() {
        int length = Math.min(8, rrsig.signatureLength());
        int at = rrsig.signatureOffset();
        return HexFormat.of().formatHex(rrsig.bytes(), at, at + length);
    }
}
