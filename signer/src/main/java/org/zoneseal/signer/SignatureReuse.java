package org.zoneseal.signer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.SignedData;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Takes signatures over from an earlier signed version where the data is the same.
 *
 * <p>A signature is kept if a key of now made it, it fits the RRset, enough of its validity is
 * left, and it <em>verifies</em>: a wrong signature that was published once must not live on in
 * every version after (what kept a country's zone broken for hours in 2022). Mutable, for one
 * thread; names come in canonical order.
 */
final class SignatureReuse {

    private final @Nullable NodeCursor previous;
    private final SigningTimes times;
    private final byte[] apexWire;
    private final Map<SigningKey, SignatureVerifier> verifiers = new HashMap<>();
    private final SignedData data = new SignedData();
    private final Rrsig rrsig = new Rrsig();
    private boolean here;
    private boolean started;
    private boolean ended;
    private long reused;

    private SignatureReuse(@Nullable NodeCursor previous, SigningTimes times, byte[] apexWire) {
        this.previous = previous;
        this.times = times;
        this.apexWire = apexWire;
    }

    static SignatureReuse none() {
        return new SignatureReuse(null, new SigningTimes(0, 0, 1, 1, 0, 0), new byte[1]);
    }

    /** From one of the version's trees. */
    static SignatureReuse of(
            ZoneVersion version, NodeCursor tree, SigningTimes times, byte[] apexWire) {
        if (!Arrays.equals(version.apex().toCanonicalWire(), canonical(apexWire))) {
            throw new SigningException(
                    "the previous version is of " + version.apex() + ", another zone");
        }
        return new SignatureReuse(tree, times, apexWire);
    }

    private static byte[] canonical(byte[] wire) {
        return org.zoneseal.dns.Name.fromWire(wire, 0).toCanonicalWire();
    }

    /** Signatures taken over. */
    long reused() {
        return reused;
    }

    /** Begins again at another place: a worker goes on with another share of the zone. */
    void restart() {
        started = false;
        ended = false;
    }

    /** Looks for the name whose RRsets {@link #take} will be asked for. */
    void moveTo(byte[] key, int offset, int length) {
        here = previous != null && find(previous, key, offset, length);
    }

    private boolean find(NodeCursor cursor, byte[] key, int offset, int length) {
        if (!started) {
            started = true;
            ended = false;
            return cursor.seek(key, offset, length);
        }
        while (!ended) {
            int order =
                    Arrays.compareUnsigned(
                            cursor.page(),
                            cursor.keyOffset(),
                            cursor.keyOffset() + cursor.keyLength(),
                            key,
                            offset,
                            offset + length);
            if (order >= 0) {
                return order == 0;
            }
            ended = !cursor.next();
        }
        return false;
    }

    /** Adds the earlier signature of this key to the RRset that is open, if it may be kept. */
    boolean take(SigningKey key, byte[] owner, int ownerLength, RrsetCursor rrset, PageWriter out) {
        RrsetCursor old = unchanged(rrset.type(), rrset.ttl(), rrset.count());
        if (old == null || !sameRdatas(rrset.rdatas(), old.rdatas())) {
            return false;
        }
        return keep(key, owner, ownerLength, old, out);
    }

    /** The same for an RRset of one record that was just made. */
    boolean take(
            SigningKey key,
            byte[] owner,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataLength,
            PageWriter out) {
        RrsetCursor old = unchanged(type, ttl, 1);
        if (old == null) {
            return false;
        }
        RdataCursor rdatas = old.rdatas();
        rdatas.next();
        boolean same =
                Arrays.equals(
                        rdata,
                        0,
                        rdataLength,
                        rdatas.bytes(),
                        rdatas.offset(),
                        rdatas.offset() + rdatas.length());
        return same && keep(key, owner, ownerLength, old, out);
    }

    private @Nullable RrsetCursor unchanged(int type, long ttl, int count) {
        if (!here || previous == null) {
            return null;
        }
        RrsetCursor old = previous.rrsets();
        return old.find(type) && old.ttl() == ttl && old.count() == count ? old : null;
    }

    private static boolean sameRdatas(RdataCursor a, RdataCursor b) {
        while (a.next() && b.next()) {
            if (!Arrays.equals(
                    a.bytes(),
                    a.offset(),
                    a.offset() + a.length(),
                    b.bytes(),
                    b.offset(),
                    b.offset() + b.length())) {
                return false;
            }
        }
        return true;
    }

    private boolean keep(
            SigningKey key, byte[] owner, int ownerLength, RrsetCursor old, PageWriter out) {
        RdataCursor signatures = old.signatures();
        while (signatures.next()) {
            if (fits(key, owner, old, signatures) && verifies(key, owner, ownerLength, old)) {
                out.signature(signatures.bytes(), signatures.offset(), signatures.length());
                reused++;
                return true;
            }
        }
        return false;
    }

    private boolean fits(SigningKey key, byte[] owner, RrsetCursor old, RdataCursor signature) {
        return rrsig.wrap(signature.bytes(), signature.offset(), signature.length())
                && rrsig.algorithm() == key.algorithm()
                && rrsig.keyTag() == key.keyTag()
                && rrsig.originalTtl() == old.ttl()
                && rrsig.labels() == Rrsig.labelsOf(owner, 0)
                && rrsig.isSignedBy(apexWire, 0, apexWire.length)
                && rrsig.isValidAt(times.at())
                && rrsig.isValidAt(times.at() + times.refresh());
    }

    private boolean verifies(SigningKey key, byte[] owner, int ownerLength, RrsetCursor old) {
        if (!data.begin(rrsig, owner, 0, ownerLength)) {
            return false;
        }
        RdataCursor rdatas = old.rdatas();
        while (rdatas.next()) {
            data.add(rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
        return verifiers
                .computeIfAbsent(key, SignatureReuse::verifier)
                .verify(
                        data.bytes(),
                        0,
                        data.length(),
                        rrsig.bytes(),
                        rrsig.signatureOffset(),
                        rrsig.signatureLength());
    }

    private static SignatureVerifier verifier(SigningKey key) {
        byte[] rdata = key.dnskeyRdata();
        return SignatureVerifier.of(
                Dnskey.parse(rdata, 0, rdata.length), VerifyPolicy.STANDARD.withExperimental());
    }
}
