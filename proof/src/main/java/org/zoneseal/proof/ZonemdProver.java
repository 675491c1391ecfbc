package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.InvalidRdataException;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.InvalidDnssecDataException;
import org.zoneseal.dnssec.Zonemd;
import org.zoneseal.dnssec.ZonemdDigest;
import org.zoneseal.proof.ProofReport.ZonemdStatus;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Verifies the ZONEMD records of the apex (RFC 8976 §4): one that matches is enough.
 *
 * <p>Schemes and hashes that we do not know are passed over. A name that is an NSEC3 owner and has
 * other records besides lies in both trees of the version; its RRsets are put in the order of their
 * types here.
 */
final class ZonemdProver {

    private static final int LAST_TYPE = 0xffff;

    private final ZoneVersion version;
    private final ZoneFacts facts;
    private final ProofOptions options;
    private final Findings findings;
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private final Map<Integer, ZonemdDigest> digests = new TreeMap<>();
    private int ownerLength;

    ZonemdProver(ZoneVersion version, ZoneFacts facts, ProofOptions options, Findings findings) {
        this.version = version;
        this.facts = facts;
        this.options = options;
        this.findings = findings;
    }

    ZonemdStatus prove() {
        if (options.zonemd() == ProofOptions.ZonemdDemand.IGNORED) {
            return ZonemdStatus.IGNORED;
        }
        List<Zonemd> records = read();
        List<Zonemd> usable = usable(records);
        for (Zonemd zonemd : usable) {
            digests.computeIfAbsent(zonemd.hash(), ZonemdDigest::new);
        }
        if (usable.isEmpty()) {
            return none(records);
        }
        try {
            walk();
        } catch (InvalidRdataException e) {
            problem(
                    ProblemCode.ZONEMD_DIGEST,
                    "the zone has broken record data: " + e.getMessage());
            return ZonemdStatus.FAILED;
        }
        Map<Integer, byte[]> made = new TreeMap<>();
        digests.forEach((hash, digest) -> made.put(hash, digest.finish()));
        for (Zonemd zonemd : usable) {
            if (zonemd.hasDigest(made.getOrDefault(zonemd.hash(), new byte[0]))) {
                return ZonemdStatus.VERIFIED;
            }
        }
        problem(ProblemCode.ZONEMD_DIGEST, "the digest is not that of the zone's records");
        return ZonemdStatus.FAILED;
    }

    private ZonemdStatus none(List<Zonemd> records) {
        if (findings.problemCount() > 0) {
            return ZonemdStatus.FAILED;
        }
        if (options.zonemd() == ProofOptions.ZonemdDemand.REQUIRED) {
            problem(
                    ProblemCode.ZONEMD_MISSING,
                    records.isEmpty()
                            ? "the apex has no ZONEMD"
                            : "no ZONEMD is of a scheme and hash that we know");
        }
        return records.isEmpty() ? ZonemdStatus.ABSENT : ZonemdStatus.UNSUPPORTED;
    }

    private List<Zonemd> read() {
        List<Zonemd> records = new ArrayList<>();
        NodeCursor node = version.nodeCursor();
        if (!node.next() || !node.isApex()) {
            return records;
        }
        RrsetCursor rrsets = node.rrsets();
        if (rrsets.find(RecordType.ZONEMD)) {
            RdataCursor rdata = rrsets.rdatas();
            while (rdata.next()) {
                try {
                    records.add(Zonemd.parse(rdata.bytes(), rdata.offset(), rdata.length()));
                } catch (InvalidDnssecDataException e) {
                    problem(ProblemCode.ZONEMD_MALFORMED, String.valueOf(e.getMessage()));
                }
            }
        }
        return records;
    }

    private List<Zonemd> usable(List<Zonemd> records) {
        List<Zonemd> usable = new ArrayList<>();
        long serial = ZoneFacts.serial(version);
        for (Zonemd zonemd : records) {
            if (!ZonemdDigest.isSupported(zonemd.scheme(), zonemd.hash())) {
                continue;
            }
            if (records.stream().filter(other -> isLike(zonemd, other)).count() > 1) {
                problem(
                        ProblemCode.ZONEMD_MALFORMED,
                        "two of scheme " + zonemd.scheme() + ", hash " + zonemd.hash());
            } else if (zonemd.serial() != serial) {
                problem(
                        ProblemCode.ZONEMD_SERIAL,
                        "serial " + zonemd.serial() + ", the SOA has " + serial);
            } else {
                usable.add(zonemd);
            }
        }
        return usable;
    }

    private static boolean isLike(Zonemd one, Zonemd other) {
        return one.scheme() == other.scheme() && one.hash() == other.hash();
    }

    /** Walks both trees side by side. */
    private void walk() {
        NodeCursor names = version.nodeCursor();
        NodeCursor hashes = version.nsec3Cursor();
        boolean name = names.next();
        boolean hash = hashes.next();
        while (name || hash) {
            int order = !hash ? -1 : !name ? 1 : compare(names, hashes);
            node(order <= 0 ? names : null, order >= 0 ? hashes : null);
            name = order <= 0 ? names.next() : name;
            hash = order >= 0 ? hashes.next() : hash;
        }
    }

    private static int compare(NodeCursor a, NodeCursor b) {
        return Arrays.compareUnsigned(
                a.page(),
                a.keyOffset(),
                a.keyOffset() + a.keyLength(),
                b.page(),
                b.keyOffset(),
                b.keyOffset() + b.keyLength());
    }

    private void node(@Nullable NodeCursor name, @Nullable NodeCursor hash) {
        boolean apex = name != null && name.isApex();
        if (name != null) {
            ownerLength = name.owner(owner, 0);
            records(name, 0, RecordType.RRSIG - 1, apex);
            signatures(name, 0, RecordType.NSEC3 - 1, apex);
        }
        if (hash != null) {
            ownerLength = hash.owner(owner, 0);
            signatures(hash, 0, LAST_TYPE, apex);
        }
        if (name != null) {
            signatures(name, RecordType.NSEC3, LAST_TYPE, apex);
            records(name, RecordType.RRSIG + 1, RecordType.NSEC3 - 1, apex);
        }
        if (hash != null) {
            records(hash, 0, LAST_TYPE, apex);
        }
        if (name != null) {
            records(name, RecordType.NSEC3, LAST_TYPE, apex);
        }
    }

    private void records(NodeCursor node, int from, int to, boolean apex) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next() && rrsets.type() <= to) {
            if (isHashed(rrsets, from, apex)) {
                add(rrsets.type(), rrsets.ttl(), rrsets.rdatas());
            }
        }
    }

    private void signatures(NodeCursor node, int from, int to, boolean apex) {
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next() && rrsets.type() <= to) {
            if (isHashed(rrsets, from, apex) && rrsets.signatureCount() > 0) {
                add(RecordType.RRSIG, rrsets.signatureTtl(), rrsets.signatures());
            }
        }
    }

    /** All but the apex ZONEMD and its signatures (RFC 8976 §3.3.1). */
    private static boolean isHashed(RrsetCursor rrset, int from, boolean apex) {
        return rrset.type() >= from && !(apex && rrset.type() == RecordType.ZONEMD);
    }

    private void add(int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            for (ZonemdDigest digest : digests.values()) {
                digest.add(
                        owner,
                        0,
                        ownerLength,
                        type,
                        ttl,
                        rdatas.bytes(),
                        rdatas.offset(),
                        rdatas.length());
            }
        }
    }

    private void problem(ProblemCode code, String sentence) {
        findings.add(facts.apex(), RecordType.ZONEMD, code, sentence);
    }
}
