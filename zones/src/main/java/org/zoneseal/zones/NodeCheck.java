package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;

/** Checks one share of a zone's names. Mutable, for one thread. */
final class NodeCheck {

    /** A message of 65535 bytes less header, question and OPT record (RFC 1035 §4.2.2). */
    private static final int MAX_RRSET_BYTES = 65535 - 12 - 259 - 11;

    private static final int FIXED_RECORD_BYTES = 12;
    private static final int KEY = 25;

    private final int limit;
    private final byte[] apexWire;
    private final NodeCursor lookup;
    private final byte[] key = new byte[CanonicalKey.MAX_LENGTH];
    private int lookupKeyLength;
    private final byte[] dname = new byte[CanonicalKey.MAX_LENGTH];
    private int dnameLength = -1;
    private final List<ZoneProblem> problems = new ArrayList<>();

    NodeCheck(ZoneVersion zone, int limit) {
        this.limit = limit;
        this.apexWire = zone.apex().toWire();
        this.lookup = zone.nodeCursor();
    }

    static List<ZoneProblem> apexProblems(ZoneVersion zone) {
        List<ZoneProblem> problems = new ArrayList<>();
        NodeCursor apex = zone.nodeCursor();
        RrsetCursor rrsets = apex.next() && apex.isApex() ? apex.rrsets() : new RrsetCursor();
        if (!rrsets.find(RecordType.SOA) || rrsets.count() == 0) {
            problems.add(
                    new ZoneProblem(
                            ZoneProblem.Kind.NO_SOA,
                            zone.apex(),
                            RecordType.SOA,
                            "the zone has no SOA record at its apex (RFC 1035 §5.2); is the origin"
                                    + " right?"));
        } else if (rrsets.count() > 1) {
            problems.add(
                    new ZoneProblem(
                            ZoneProblem.Kind.SEVERAL_SOA,
                            zone.apex(),
                            RecordType.SOA,
                            "a zone has one SOA record, this one has "
                                    + rrsets.count()
                                    + " (RFC 1035 §5.2)"));
        }
        if (!rrsets.find(RecordType.NS) || rrsets.count() == 0) {
            problems.add(
                    new ZoneProblem(
                            ZoneProblem.Kind.NO_APEX_NS,
                            zone.apex(),
                            RecordType.NS,
                            "the zone has no NS records at its apex (RFC 1034 §4.2.1)"));
        }
        return problems;
    }

    List<ZoneProblem> check(NodeCursor node) {
        boolean first = true;
        while (problems.size() < limit && node.next()) {
            if (first) {
                findDnameAbove(node);
                first = false;
            }
            checkTypes(node);
        }
        return problems;
    }

    /** A share may begin below a DNAME that stands in the share before. */
    private void findDnameAbove(NodeCursor node) {
        byte[] page = node.page();
        int offset = node.keyOffset();
        for (int end = offset; end < offset + node.keyLength(); end++) {
            boolean boundary = end == offset || page[end - 1] == 0;
            if (boundary && lookup.seek(page, offset, end - offset)) {
                RrsetCursor rrsets = lookup.rrsets();
                if (rrsets.find(RecordType.DNAME) && rrsets.count() > 0) {
                    setDname(page, offset, end - offset);
                    return;
                }
            }
        }
    }

    private void setDname(byte[] from, int offset, int length) {
        dnameLength = length;
        System.arraycopy(from, offset, dname, 0, length);
    }

    private void checkTypes(NodeCursor node) {
        boolean ns = false;
        boolean ds = false;
        boolean cname = false;
        int others = 0;
        boolean below = isBelowDname(node);
        RrsetCursor rrsets = node.rrsets();
        while (rrsets.next()) {
            int type = rrsets.type();
            if (rrsets.count() == 0) {
                continue;
            }
            checkSize(node, rrsets);
            ns |= type == RecordType.NS;
            ds |= type == RecordType.DS;
            cname |= type == RecordType.CNAME;
            others += isBesideCname(type) ? 0 : 1;
            checkType(node, rrsets, type);
        }
        if (cname && others > 1) {
            add(
                    ZoneProblem.Kind.CNAME_BESIDE_DATA,
                    node,
                    RecordType.CNAME,
                    "a name with a CNAME has no other data (RFC 1034 §3.6.2)");
        }
        if (ds && (!ns || node.isApex())) {
            add(
                    ZoneProblem.Kind.DS_WITHOUT_NS,
                    node,
                    RecordType.DS,
                    "DS records stand at a delegation, beside NS records (RFC 4035 §2.4)");
        }
        if (below) {
            add(
                    ZoneProblem.Kind.DATA_BELOW_DNAME,
                    node,
                    RecordType.DNAME,
                    "data below a DNAME is never found (RFC 6672 §2.4)");
        }
    }

    private void checkType(NodeCursor node, RrsetCursor rrset, int type) {
        switch (type) {
            case RecordType.NS -> checkNameServers(node, rrset);
            case RecordType.SOA -> {
                if (!node.isApex()) {
                    add(
                            ZoneProblem.Kind.SOA_BELOW_APEX,
                            node,
                            type,
                            "an SOA record below the apex; another zone's content?");
                }
            }
            case RecordType.CNAME, RecordType.DNAME -> {
                if (rrset.count() > 1) {
                    add(
                            ZoneProblem.Kind.SEVERAL_ALIASES,
                            node,
                            type,
                            rrset.count()
                                    + " records where there can be one (RFC 2181 §10.1, RFC 6672"
                                    + " §2.4)");
                }
                if (type == RecordType.DNAME && !isBelowDname(node)) {
                    setDname(node.page(), node.keyOffset(), node.keyLength());
                }
            }
            default -> {}
        }
    }

    /** What RFC 4034 §3 and §4 and RFC 3007 let stand beside a CNAME. */
    private static boolean isBesideCname(int type) {
        return type == RecordType.RRSIG || type == RecordType.NSEC || type == KEY;
    }

    private boolean isBelowDname(NodeCursor node) {
        return dnameLength >= 0
                && node.keyLength() > dnameLength
                && Arrays.equals(
                        node.page(),
                        node.keyOffset(),
                        node.keyOffset() + dnameLength,
                        dname,
                        0,
                        dnameLength);
    }

    private void checkSize(NodeCursor node, RrsetCursor rrset) {
        if (rrset.storedLength() < MAX_RRSET_BYTES / 8) {
            return;
        }
        long bytes = 0;
        RdataCursor rdatas = rrset.rdatas();
        while (rdatas.next()) {
            bytes += rdatas.length() + FIXED_RECORD_BYTES;
        }
        if (bytes > MAX_RRSET_BYTES) {
            add(
                    ZoneProblem.Kind.RRSET_TOO_LARGE,
                    node,
                    rrset.type(),
                    "an RRset of " + bytes + " bytes fits no DNS message (65535 bytes)");
        }
    }

    private void checkNameServers(NodeCursor node, RrsetCursor rrset) {
        byte[] page = node.page();
        int keyOffset = node.keyOffset();
        int keyLength = node.keyLength();
        RdataCursor rdatas = rrset.rdatas();
        while (rdatas.next()) {
            int below = rdatas.length() - apexWire.length;
            if (!isInZone(rdatas, below) || hasAddress(rdatas)) {
                continue;
            }
            boolean needed =
                    node.isApex()
                            || lookupKeyLength >= keyLength
                                    && Arrays.equals(
                                            page,
                                            keyOffset,
                                            keyOffset + keyLength,
                                            key,
                                            0,
                                            keyLength);
            add(
                    needed
                            ? ZoneProblem.Kind.NS_WITHOUT_ADDRESS
                            : ZoneProblem.Kind.SIBLING_NS_WITHOUT_ADDRESS,
                    node,
                    RecordType.NS,
                    "the name server "
                            + Name.fromWire(rdatas.bytes(), rdatas.offset())
                            + " is in this zone but has no A or AAAA record"
                            + (needed ? ", so nobody can reach it" : ""));
        }
        if (keyLength > 0 && isWildcard(page, keyOffset, keyLength)) {
            add(
                    ZoneProblem.Kind.WILDCARD_DELEGATION,
                    node,
                    RecordType.NS,
                    "NS records at a wildcard mean different things to different servers (RFC 4592"
                            + " §4.2)");
        }
    }

    private static boolean isWildcard(byte[] page, int offset, int length) {
        int end = offset + length;
        return page[end - 2] == '*' && (length == 2 || page[end - 3] == 0);
    }

    private boolean isInZone(RdataCursor rdata, int below) {
        if (below < 0
                || !WireNames.equalsIgnoreCase(
                        rdata.bytes(), rdata.offset() + below, apexWire, 0, apexWire.length)) {
            return false;
        }
        int at = rdata.offset();
        while (at < rdata.offset() + below) {
            at += rdata.bytes()[at] + 1;
        }
        return at == rdata.offset() + below;
    }

    private boolean hasAddress(RdataCursor target) {
        lookupKeyLength =
                CanonicalKey.encodeBelow(target.bytes(), target.offset(), apexWire.length, key, 0);
        if (!lookup.seek(key, 0, lookupKeyLength)) {
            return hasAddressByWildcard();
        }
        return hasAddress(lookup.rrsets());
    }

    private static boolean hasAddress(RrsetCursor rrsets) {
        return rrsets.find(RecordType.A) && rrsets.count() > 0
                || rrsets.find(RecordType.AAAA) && rrsets.count() > 0;
    }

    /** Whether a wildcard at the closest encloser of the key answers (RFC 4592 §3.3). */
    private boolean hasAddressByWildcard() {
        if (lookupKeyLength == 0 || exists(lookupKeyLength)) {
            return false;
        }
        int encloser = lookupKeyLength;
        do {
            encloser = CanonicalKey.parentLength(key, 0, encloser);
        } while (encloser > 0 && !exists(encloser));
        byte[] wildcard = Arrays.copyOf(key, encloser + 2);
        wildcard[encloser] = '*';
        wildcard[encloser + 1] = 0;
        return lookup.seek(wildcard, 0, wildcard.length) && hasAddress(lookup.rrsets());
    }

    /** Whether the name of this part of the key has data, or names below it have. */
    private boolean exists(int length) {
        return lookup.seek(key, 0, length)
                || lookup.next()
                        && lookup.keyLength() > length
                        && Arrays.equals(
                                lookup.page(),
                                lookup.keyOffset(),
                                lookup.keyOffset() + length,
                                key,
                                0,
                                length);
    }

    private void add(ZoneProblem.Kind kind, NodeCursor node, int type, String sentence) {
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        node.owner(owner, 0);
        problems.add(new ZoneProblem(kind, Name.fromWire(owner, 0), type, sentence));
    }
}
