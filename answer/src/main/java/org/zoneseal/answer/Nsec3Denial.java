package org.zoneseal.answer;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3;
import org.zoneseal.zones.DenialChain;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Proofs by NSEC3 (RFC 5155 §7.2). Mutable, for one thread.
 *
 * <p>The closest encloser of the zone need not be the closest that can be proved: with opt-out, an
 * empty non-terminal above nothing but insecure delegations has no NSEC3 (§7.1), so the search goes
 * up until one matches. The apex's hash is known, and that of the name below the encloser (the next
 * closer name) is left over from the search, so that the proof that a delegation right below the
 * apex is opted out costs one hash.
 */
final class Nsec3Denial implements Denial {

    /** How far back the chain of other parameters is stepped over (two chains in one zone). */
    private static final int MAX_STEPS_BACK = 64;

    private static final int NONE = -1;

    private final ResponseWriter writer;
    private final HashBudget budget;
    private final NameHash hash = new NameHash();
    private final Nsec3 nsec3 = new Nsec3();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH + 1];
    private final byte[] wildcard = new byte[Name.MAX_WIRE_LENGTH + 3];
    private final byte[] key = new byte[NameHash.KEY_LENGTH];
    private final NodeCursor cursor = new NodeCursor();
    private DenialChain chain = ZoneLookup.NOTHING.denial();

    /** The key of the deepest name that the search for the encloser found without an NSEC3. */
    private byte[] missed = new byte[NameHash.KEY_LENGTH];

    private int missedDepth = NONE;

    Nsec3Denial(ResponseWriter writer, HashBudget budget) {
        this.writer = writer;
        this.budget = budget;
    }

    @Override
    public void open(ZoneVersion version) {
        cursor.openHashes(version);
        chain = version.denial();
    }

    @Override
    public boolean noType(SoughtName name, ZoneLookup at, boolean isEmpty) {
        return matchingOrOptedOut(name, name.depth);
    }

    @Override
    public boolean noDs(SoughtName name, ZoneLookup at) {
        return matchingOrOptedOut(name, at.depth());
    }

    @Override
    public boolean noName(SoughtName name, ZoneLookup at) {
        int encloser = provable(name, at.depth());
        return encloser != NONE
                && write()
                && covering(name, encloser + 1)
                && hashWildcard(name, encloser)
                && cover(hash.key);
    }

    @Override
    public boolean wildcard(SoughtName name, ZoneLookup at) {
        missedDepth = NONE;
        return covering(name, at.depth() + 1);
    }

    @Override
    public boolean wildcardNoType(SoughtName name, ZoneLookup at) {
        int encloser = provable(name, at.depth());
        return encloser != NONE
                && write()
                && covering(name, encloser + 1)
                && hashWildcard(name, encloser)
                && (match() ? write() : cover(hash.key));
    }

    /** The NSEC3 of an existing name, or else the proof that it may be opted out. */
    private boolean matchingOrOptedOut(SoughtName name, int depth) {
        int encloser = provable(name, depth);
        return encloser != NONE && write() && (encloser == depth || covering(name, encloser + 1));
    }

    /**
     * Stands on the NSEC3 of the deepest name, from a depth upwards, that has one. The apex has one
     * in every chain, so there is none only if the search would take too many hashes.
     */
    private int provable(SoughtName name, int from) {
        missedDepth = NONE;
        for (int depth = from; depth >= 0; depth--) {
            if (!hash(name, depth)) {
                return NONE;
            }
            if (match()) {
                return depth;
            }
            missed = hash.exchangeKey(missed);
            missedDepth = depth;
        }
        return NONE;
    }

    private boolean covering(SoughtName name, int depth) {
        if (depth == missedDepth) {
            return cover(missed);
        }
        return hash(name, depth) && cover(hash.key);
    }

    /** Hashes an ancestor of a name; false if that takes more than may be. */
    private boolean hash(SoughtName name, int depth) {
        if (depth == 0) {
            hash.apex(chain);
            return true;
        }
        if (!budget.take(chain.parameters().iterations() + 1)) {
            return false;
        }
        int at = name.ancestorAt(depth);
        hash.hash(chain, name.lowerWire(), at, name.length - at);
        return true;
    }

    private boolean hashWildcard(SoughtName name, int encloser) {
        if (!budget.take(chain.parameters().iterations() + 1)) {
            return false;
        }
        int at = name.ancestorAt(encloser);
        int length = name.length - at;
        wildcard[0] = 1;
        wildcard[1] = '*';
        System.arraycopy(name.lowerWire(), at, wildcard, 2, length);
        hash.hash(chain, wildcard, 0, length + 2);
        return true;
    }

    /** Whether there is an NSEC3 with the hash in hand; the cursor then stands on it. */
    private boolean match() {
        return cursor.seek(hash.key, 0, hash.key.length) && isOfChain();
    }

    /** Writes the NSEC3 that covers a hash: the last before it, or the last of all. */
    private boolean cover(byte[] covered) {
        System.arraycopy(covered, 0, key, 0, key.length);
        int length = key.length;
        for (int step = 0; step < MAX_STEPS_BACK; step++) {
            cursor.seek(key, 0, length);
            if (cursor.keyLength() == 0) {
                // Before the first: the chain is a ring.
                cursor.last();
            }
            if (isOfChain()) {
                return write();
            }
            if (cursor.keyLength() != key.length) {
                return true;
            }
            System.arraycopy(cursor.page(), cursor.keyOffset(), key, 0, key.length);
            length = key.length - 1;
        }
        return true;
    }

    private boolean isOfChain() {
        RrsetCursor rrsets = cursor.rrsets();
        if (!rrsets.find(RecordType.NSEC3)) {
            return false;
        }
        RdataCursor rdatas = rrsets.rdatas();
        while (rdatas.next()) {
            if (nsec3.wrap(rdatas.bytes(), rdatas.offset(), rdatas.length())
                    && nsec3.hasParameters(chain.parameters())) {
                return true;
            }
        }
        return false;
    }

    /** Writes the NSEC3 that the cursor stands on. */
    private boolean write() {
        RrsetCursor rrsets = cursor.rrsets();
        if (!rrsets.find(RecordType.NSEC3)) {
            return true;
        }
        cursor.owner(owner, 0);
        return writer.has(rrsets, owner, 0)
                || writer.rrset(
                        ResponseWriter.AUTHORITY,
                        owner,
                        0,
                        ResponseWriter.UNKNOWN,
                        rrsets,
                        true,
                        ResponseWriter.ANY_TTL);
    }
}
