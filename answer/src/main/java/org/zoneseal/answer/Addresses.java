package org.zoneseal.answer;

import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Writes into the additional section the addresses of names that other records point at. Mutable,
 * for one thread.
 *
 * <p>Of a referral's servers, those at or below the cut come first, and the answer is truncated if
 * they do not all fit (in-domain glue, RFC 9471 §3.1); the addresses of sibling glue and of names
 * in the zone follow, as long as they fit (RFC 9471 §3.2, RFC 1034 §4.3.2 step 3b). Addresses come
 * from the zone that the records are from and no other: a client cannot tell that this server may
 * speak for the other zone, and drops them (RFC 2181 §5.4.1 ranks them last).
 */
final class Addresses {

    private static final int NO_NAME = -1;
    private static final int NO_TYPE = 0;

    private final ResponseWriter writer;
    private final ZoneLookup lookup = new ZoneLookup();
    private final SoughtName target = new SoughtName();
    private final byte[] scratch = new byte[Name.MAX_WIRE_LENGTH + 1];
    private final byte[] wildcardKey = new byte[CanonicalKey.MAX_LENGTH + 4];
    private byte[] apex = {0};
    private int apexAt;
    private int apexLength = 1;
    private int apexLabels;

    Addresses(ResponseWriter writer) {
        this.writer = writer;
    }

    /**
     * Turns to another version.
     *
     * @param apexBytes bytes that hold the apex's wire form, in any case
     */
    void open(ZoneVersion version, byte[] apexBytes, int at, int length, int labels) {
        lookup.open(version);
        apex = apexBytes;
        apexAt = at;
        apexLength = length;
        apexLabels = labels;
    }

    /**
     * Writes the addresses of a referral's servers.
     *
     * @param servers the cut's NS
     * @param cut bytes that hold the cut's wire form
     * @param withSignatures of addresses that the zone is authoritative for
     */
    void ofReferral(
            RrsetCursor servers, byte[] cut, int cutAt, int cutLength, boolean withSignatures) {
        boolean others = false;
        RdataCursor rdatas = servers.rdatas();
        while (rdatas.next()) {
            byte[] bytes = rdatas.bytes();
            int at = rdatas.offset();
            if (isAtOrBelow(bytes, at, rdatas.length(), cut, cutAt, cutLength)) {
                if (!write(bytes, at, withSignatures, NO_TYPE)) {
                    writer.truncate();
                }
            } else {
                others |= isInZone(rdatas);
            }
        }
        if (others) {
            rdatas = servers.rdatas();
            while (rdatas.next()) {
                if (isInZone(rdatas)) {
                    write(rdatas.bytes(), rdatas.offset(), withSignatures, NO_TYPE);
                }
            }
        }
    }

    private boolean isInZone(RdataCursor name) {
        return isAtOrBelow(name.bytes(), name.offset(), name.length(), apex, apexAt, apexLength);
    }

    /**
     * Writes the addresses of the names that the records in the message name, as long as they fit,
     * and as long as the writer knows what it has written: no RRset may be there twice.
     *
     * @param from where the message's sections begin
     */
    void ofMessage(int from, boolean withSignatures) {
        byte[] bytes = writer.bytes();
        int end = writer.end();
        int at = from;
        while (at < end && writer.remembersAll()) {
            int fixed = behindName(bytes, at);
            int rdata = fixed + 10;
            int type = Wire.u16(bytes, fixed);
            int name = nameIn(type);
            if (name != NO_NAME) {
                boolean isService = type == RecordType.SVCB || type == RecordType.HTTPS;
                int target = isService ? serviceTarget(bytes, at, rdata) : rdata + name;
                int length = expand(bytes, target);
                if (isAtOrBelow(scratch, 0, length, apex, apexAt, apexLength)) {
                    write(scratch, 0, withSignatures, isService ? type : NO_TYPE);
                }
            }
            at = rdata + Wire.u16(bytes, rdata - 2);
        }
    }

    /** Where a service's target stands: the root is short for the owner (RFC 9460 §2.5.2). */
    private static int serviceTarget(byte[] bytes, int owner, int rdata) {
        boolean isAlias = Wire.u16(bytes, rdata) == 0;
        return bytes[rdata + 2] == 0 && !isAlias ? owner : rdata + 2;
    }

    private static int behindName(byte[] bytes, int offset) {
        int at = offset;
        while (bytes[at] > 0) {
            at += bytes[at] + 1;
        }
        return at + (bytes[at] == 0 ? 1 : 2);
    }

    /** Writes a name of the message, which we wrote, in full into {@link #scratch}. */
    private int expand(byte[] bytes, int offset) {
        int at = offset;
        int to = 0;
        while (bytes[at] != 0) {
            if (bytes[at] < 0) {
                at = writer.start() + ((bytes[at] & 0x3f) << 8 | bytes[at + 1] & 0xff);
            } else {
                System.arraycopy(bytes, at, scratch, to, bytes[at] + 1);
                to += bytes[at] + 1;
                at += bytes[at] + 1;
            }
        }
        scratch[to] = 0;
        return to + 1;
    }

    /**
     * Where the rdata of a type has the name of a host (RFC 1035 §3.3, RFC 2782, RFC 9460 §4.1 and
     * others).
     */
    private static int nameIn(int type) {
        return switch (type) {
            case RecordType.NS, RecordType.MD, RecordType.MF, RecordType.MB -> 0;
            case RecordType.MX,
                    RecordType.AFSDB,
                    RecordType.RT,
                    RecordType.KX,
                    RecordType.SVCB,
                    RecordType.HTTPS ->
                    2;
            case RecordType.SRV -> 6;
            default -> NO_NAME;
        };
    }

    /**
     * Writes a name's addresses.
     *
     * @param other a type that goes along, or {@link #NO_TYPE}
     * @return whether all fitted
     */
    private boolean write(byte[] wire, int offset, boolean withSignatures, int other) {
        target.set(wire, offset);
        target.relativeTo(apexLabels);
        boolean isGlue = false;
        switch (lookup.find(target)) {
            case NODE -> {}
            case CUT -> {
                isGlue = true;
                if (!lookup.seek(target.key, target.keyLength(target.depth))) {
                    return true;
                }
            }
            case ABSENT -> {
                int length = NsecDenial.wildcardKey(target, lookup.depth(), wildcardKey);
                if (!lookup.seek(wildcardKey, length)) {
                    return true;
                }
            }
            case EMPTY, DNAME, BROKEN -> {
                return true;
            }
        }
        boolean signed = withSignatures && !isGlue;
        boolean fits = add(RecordType.A, signed);
        fits &= add(RecordType.AAAA, signed);
        if (other != NO_TYPE && !isGlue) {
            fits &= add(other, signed);
        }
        return fits;
    }

    private boolean add(int type, boolean withSignatures) {
        RrsetCursor rrsets = lookup.node().rrsets();
        if (!rrsets.find(type) || rrsets.count() == 0 || writer.has(rrsets, target.wire, 0)) {
            return true;
        }
        return put(rrsets, withSignatures) || withSignatures && put(rrsets, false);
    }

    /** Without its signatures, an address is better than none (RFC 4035 §3.1.1). */
    private boolean put(RrsetCursor address, boolean withSignatures) {
        return writer.rrset(
                ResponseWriter.ADDITIONAL,
                target.wire,
                0,
                ResponseWriter.UNKNOWN,
                address,
                withSignatures,
                ResponseWriter.ANY_TTL);
    }

    private static boolean isAtOrBelow(
            byte[] name,
            int nameAt,
            int nameLength,
            byte[] ancestor,
            int ancestorAt,
            int ancestorLength) {
        int suffix = nameAt + nameLength - ancestorLength;
        if (suffix < nameAt
                || !WireNames.equalsIgnoreCase(
                        name, suffix, ancestor, ancestorAt, ancestorLength)) {
            return false;
        }
        int at = nameAt;
        while (at < suffix) {
            at += name[at] + 1;
        }
        return at == suffix;
    }
}
