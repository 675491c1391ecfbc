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
 * up until one matches. The apex's hash is known, so that the proof for a name right below the apex
 * costs one hash.
 */
final class Nsec3Denial implements Denial {

    /** How far back the chain of other parameters is stepped over (two chains in one zone). */
    private static final int MAX_STEPS_BACK = 64;

    private final ResponseWriter writer;
    private final NameHash hash = new NameHash();
    private final Nsec3 nsec3 = new Nsec3();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH + 1];
    private final byte[] wildcard = new byte[Name.MAX_WIRE_LENGTH + 3];
    private final byte[] key = new byte[NameHash.KEY_LENGTH];
    private final NodeCursor cursor = new NodeCursor();
    private DenialChain chain = ZoneLookup.NOTHING.denial();

    Nsec3Denial(ResponseWriter writer) {
        this.writer = writer;
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
        if (encloser < 0) {
            return true;
        }
        return write() && covering(name, encloser + 1) && hashWildcard(name, encloser) && cover();
    }

    @Override
    public boolean wildcard(SoughtName name, ZoneLookup at) {
        return covering(name, at.depth() + 1);
    }

    @Override
    public boolean wildcardNoType(SoughtName name, ZoneLookup at) {
        int encloser = provable(name, at.depth());
        if (encloser < 0) {
            return true;
        }
        return write()
                && covering(name, encloser + 1)
                && hashWildcard(name, encloser)
                && (match() ? write() : cover());
    }

    /** The NSEC3 of an existing name, or else the proof that it may be opted out. */
    private boolean matchingOrOptedOut(SoughtName name, int depth) {
        hash(name, depth);
        if (match()) {
            return write();
        }
        if (depth == 0) {
            return true;
        }
        int encloser = provable(name, depth - 1);
        return encloser < 0 || write() && covering(name, encloser + 1);
    }

    /** Stands on the NSEC3 of the deepest ancestor that has one; -1 if there is none. */
    private int provable(SoughtName name, int from) {
        for (int depth = from; depth >= 0; depth--) {
            hash(name, depth);
            if (match()) {
                return depth;
            }
        }
        return -1;
    }

    private boolean covering(SoughtName name, int depth) {
        hash(name, depth);
        return cover();
    }

    private void hash(SoughtName name, int depth) {
        if (depth == 0) {
            hash.apex(chain);
        } else {
            int at = name.ancestorAt(depth);
            hash.hash(chain, name.lowerWire(), at, name.length - at);
        }
    }

    private boolean hashWildcard(SoughtName name, int encloser) {
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

    /** Writes the NSEC3 that covers the hash in hand: the last before it, or the last of all. */
    private boolean cover() {
        System.arraycopy(hash.key, 0, key, 0, key.length);
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
