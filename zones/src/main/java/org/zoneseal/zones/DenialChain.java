package org.zoneseal.zones;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;

/**
 * With which records a version denies what it does not have. Immutable.
 *
 * <p>An NSEC3PARAM record names a chain that is whole (RFC 5155 §7.1, §10.4); of several, the first
 * whose chain reaches the apex is used. A version without one denies by NSEC if its apex has one.
 * Chains with more than {@value Nsec3Param#MAX_ITERATIONS} iterations are not followed, nor is one
 * looked for behind {@value #MAX_CHAINS} others: that takes time of whoever asks first.
 */
public final class DenialChain {

    /** Which records deny. */
    public enum Kind {
        NONE,
        NSEC,
        NSEC3,
        /** By NSEC3 records that nobody here follows: too many iterations, or too many chains. */
        TOO_COSTLY
    }

    /** A zone that changes its parameters has two for a while. */
    private static final int MAX_CHAINS = 8;

    private static final DenialChain NONE =
            new DenialChain(Kind.NONE, Nsec3Param.RECOMMENDED, new byte[Nsec3Hash.LENGTH]);
    private static final DenialChain NSEC =
            new DenialChain(Kind.NSEC, Nsec3Param.RECOMMENDED, new byte[Nsec3Hash.LENGTH]);
    private static final DenialChain TOO_COSTLY =
            new DenialChain(Kind.TOO_COSTLY, Nsec3Param.RECOMMENDED, new byte[Nsec3Hash.LENGTH]);

    private final Kind kind;
    private final Nsec3Param parameters;
    private final byte[] salt;
    private final byte[] apexHash;

    private DenialChain(Kind kind, Nsec3Param parameters, byte[] apexHash) {
        this.kind = kind;
        this.parameters = parameters;
        this.salt = parameters.salt();
        this.apexHash = apexHash;
    }

    static DenialChain of(ZoneVersion version) {
        NodeCursor apex = version.nodeCursor();
        if (!apex.next() || !apex.isApex()) {
            return NONE;
        }
        RrsetCursor rrsets = apex.rrsets();
        DenialChain otherwise = NONE;
        if (rrsets.find(RecordType.NSEC3PARAM)) {
            RdataCursor rdatas = rrsets.rdatas();
            for (int seen = 0; rdatas.next(); seen++) {
                if (seen == MAX_CHAINS) {
                    otherwise = TOO_COSTLY;
                    break;
                }
                DenialChain chain = named(version, rdatas);
                if (chain.kind == Kind.NSEC3) {
                    return chain;
                }
                if (chain.kind == Kind.TOO_COSTLY) {
                    otherwise = chain;
                }
            }
        }
        return rrsets.find(RecordType.NSEC) && rrsets.count() > 0 ? NSEC : otherwise;
    }

    /** The chain that an NSEC3PARAM record names, or none if there is no such chain. */
    private static DenialChain named(ZoneVersion version, RdataCursor rdata) {
        Nsec3Param parameters = Nsec3Param.parse(rdata.bytes(), rdata.offset(), rdata.length());
        if (parameters.hashAlgorithm() != Nsec3Hash.SHA1 || parameters.flags() != 0) {
            return NONE;
        }
        if (parameters.iterations() > Nsec3Param.MAX_ITERATIONS) {
            return TOO_COSTLY;
        }
        Name apex = version.apex();
        byte[] hash = new byte[Nsec3Hash.LENGTH];
        byte[] name = apex.toCanonicalWire();
        parameters.hasher().hash(name, 0, name.length, hash, 0);
        byte[] key = new byte[Base32Hex.encodedLength(hash.length) + 1];
        Base32Hex.encode(hash, 0, hash.length, key, 0);
        NodeCursor node = version.nsec3Cursor();
        if (!node.seek(key, 0, key.length) || !hasParameters(node.rrsets(), parameters)) {
            return NONE;
        }
        return new DenialChain(Kind.NSEC3, parameters, hash);
    }

    private static boolean hasParameters(RrsetCursor rrsets, Nsec3Param parameters) {
        Nsec3 nsec3 = new Nsec3();
        if (rrsets.find(RecordType.NSEC3)) {
            RdataCursor rdatas = rrsets.rdatas();
            while (rdatas.next()) {
                if (nsec3.wrap(rdatas.bytes(), rdatas.offset(), rdatas.length())
                        && nsec3.hasParameters(parameters)) {
                    return true;
                }
            }
        }
        return false;
    }

    public Kind kind() {
        return kind;
    }

    /** How names are hashed, for {@link Kind#NSEC3}. */
    public Nsec3Param parameters() {
        return parameters;
    }

    /** The salt; not to be written to. */
    public byte[] sharedSalt() {
        return salt;
    }

    /** The apex's hash; not to be written to. */
    public byte[] sharedApexHash() {
        return apexHash;
    }
}
