package org.zoneseal.answer;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/**
 * Fills the sections of an answer: the algorithm of RFC 1034 §4.3.2 with what RFC 2308, 4035, 4592,
 * 5155, 6672, 8482 and 9471 made of it. Mutable, for one thread; nothing is kept from question to
 * question and nothing is allocated.
 *
 * <p>One round of the algorithm looks a name up in one zone. A CNAME or DNAME gives another name
 * and another round, which begins at the choice of the zone: a chain may lead through all zones of
 * this server. It ends where no zone is ours, at a name that was met before, or after {@value
 * Aliases#MAX} aliases.
 */
final class Answerer {

    /** {@link #extendedError} when there is none. */
    static final int NO_ERROR_CODE = -1;

    private static final int AGAIN = -1;

    private static final int NOT_OURS = ExtendedError.NOT_AUTHORITATIVE;

    private final SoughtName name = new SoughtName();
    private final SoughtName alias = new SoughtName();
    private final byte[] target = new byte[2 * Name.MAX_WIRE_LENGTH];
    private final byte[] wildcardKey = new byte[CanonicalKey.MAX_LENGTH + 4];

    private final Aliases aliases = new Aliases();
    private final ResponseWriter writer;
    private final ZoneLookup lookup = new ZoneLookup();
    private final ZoneLookup other = new ZoneLookup();
    private final Addresses addresses;
    private final HashBudget budget = new HashBudget();
    private final Denial unsigned = new Denial.Unsigned();
    private final Denial tooCostly = new Denial.TooCostly(budget);
    private final NsecDenial nsec;
    private final Nsec3Denial nsec3;
    private Denial denial = unsigned;

    private ZoneTable zones = ZoneTable.EMPTY;
    private Question question = new Question();
    private boolean full;
    private boolean fullAny;
    private long now;
    private @Nullable Publication first;
    private int firstLabels;
    private int extendedError;

    /** Whether the lookup stands on a cut whose servers' addresses are still to be written. */
    private boolean isReferral;

    /** Writes what it finds with this writer, which has to be begun before each question. */
    Answerer(ResponseWriter writer) {
        this.writer = writer;
        this.addresses = new Addresses(writer);
        this.nsec = new NsecDenial(writer);
        this.nsec3 = new Nsec3Denial(writer, budget);
    }

    /**
     * Answers a question of class IN: fills the sections, sets AA and TC.
     *
     * @return the response code
     */
    int answer(ZoneTable served, Question asked, AnswerSettings settings, long nowSeconds) {
        zones = served;
        question = asked;
        full = settings.responses() == AnswerSettings.Responses.FULL;
        fullAny = asked.stream || settings.any() == AnswerSettings.AnyAnswers.FULL;
        now = nowSeconds;
        first = null;
        extendedError = NO_ERROR_CODE;
        isReferral = false;
        aliases.clear();
        budget.begin();
        name.set(asked.name, 0);
        name.inMessage = MessageReader.HEADER_LENGTH;
        int sections = writer.end();
        int code;
        do {
            code = round();
        } while (code == AGAIN);
        if (aliases.hasProofs() && !writer.isTruncated()) {
            proveAliases();
        }
        if (budget.isExceeded()) {
            return unproved();
        }
        if (isReferral && !writer.isTruncated()) {
            referralAddresses();
        }
        if ((full || asked.type == RecordType.NS)
                && !writer.isTruncated()
                && writer.count(ResponseWriter.ANSWER) > 0) {
            addresses.ofMessage(sections, question.dnssecOk);
        }
        return code;
    }

    /**
     * What must be proved and costs too much to prove is not said at all: without its proof a
     * validator would take it for forged.
     */
    private int unproved() {
        writer.restart();
        extendedError = ExtendedError.UNSUPPORTED_NSEC3_ITERATIONS;
        return ResponseCode.SERVFAIL;
    }

    /**
     * The INFO-CODE of RFC 8914 that says more than the response code, or {@link #NO_ERROR_CODE}.
     */
    int extendedError() {
        return extendedError;
    }

    /** What was published of the zone that the question's name is in; null if that is nothing. */
    @Nullable Publication zone() {
        return first;
    }

    /** Labels of that zone's apex, without the root label. */
    int zoneLabels() {
        return firstLabels;
    }

    private int round() {
        PublishedZone zone = zones.longestMatch(name.wire, 0, name.length, isDs() ? 1 : 0);
        if (zone == null && isDs()) {
            zone = zones.exact(name.wire, 0, name.length);
        }
        return zone == null ? failure(ResponseCode.REFUSED, NOT_OURS) : in(zone);
    }

    private boolean isDs() {
        return question.type == RecordType.DS;
    }

    /** Nothing can be said of the name; said only if it is the question's (RFC 6604 §3). */
    private int failure(int code, int error) {
        if (!aliases.isEmpty()) {
            return ResponseCode.NOERROR;
        }
        extendedError = error;
        return code;
    }

    private int in(PublishedZone zone) {
        Publication publication = zone.current();
        if (publication == null) {
            return failure(ResponseCode.SERVFAIL, ExtendedError.NOT_READY);
        }
        if (publication.isExpired(now)) {
            return failure(ResponseCode.SERVFAIL, ExtendedError.INVALID_DATA);
        }
        int labels = zone.apex().labelCount();
        if (aliases.isEmpty()) {
            first = publication;
            firstLabels = labels;
        }
        open(publication.version(), labels);
        return switch (lookup.find(name)) {
            case NODE -> node(lookup.node().rrsets(), false);
            case EMPTY -> empty();
            case CUT -> cut();
            case DNAME -> dname();
            case ABSENT -> absent();
            case BROKEN -> failure(ResponseCode.SERVFAIL, ExtendedError.INVALID_DATA);
        };
    }

    private void open(ZoneVersion version, int apexLabels) {
        name.relativeTo(apexLabels);
        lookup.open(version);
        other.open(version);
        int apex = name.ancestorAt(0);
        addresses.open(version, name.wire, apex, name.length - apex, apexLabels);
        openDenial(version);
    }

    private void openDenial(ZoneVersion version) {
        denial = unsigned;
        if (question.dnssecOk) {
            denial =
                    switch (version.denial().kind()) {
                        case NONE -> unsigned;
                        case NSEC -> nsec;
                        case NSEC3 -> nsec3;
                        case TOO_COSTLY -> tooCostly;
                    };
            denial.open(version);
        }
    }

    /** The parent's side of a cut has its DS; all else is the child's (RFC 4035 §3.1.4.1). */
    private int cut() {
        if (isDs()) {
            if (lookup.depth() == name.depth) {
                return node(lookup.node().rrsets(), false);
            }
            PublishedZone child = zones.exact(name.wire, 0, name.length);
            if (child != null) {
                // We are not the parent: the zone that we have is further up.
                return in(child);
            }
        }
        return referral();
    }

    private int referral() {
        int depth = lookup.depth();
        int at = name.ancestorAt(depth);
        int pointer = name.pointer(depth);
        RrsetCursor rrsets = lookup.node().rrsets();
        boolean fits =
                rrsets.find(RecordType.NS)
                        && writer.rrset(
                                ResponseWriter.AUTHORITY,
                                name.wire,
                                at,
                                pointer,
                                rrsets,
                                false,
                                ResponseWriter.ANY_TTL);
        // The DS of an unsigned zone proves nothing, and its absence cannot be proved (RFC 4035
        // §3.1).
        if (fits && denial != unsigned) {
            if (rrsets.find(RecordType.DS) && rrsets.count() > 0) {
                fits =
                        writer.rrset(
                                ResponseWriter.AUTHORITY,
                                name.wire,
                                at,
                                pointer,
                                rrsets,
                                true,
                                ResponseWriter.ANY_TTL);
            } else {
                fits = denial.noDs(name, lookup);
            }
        }
        if (fits) {
            isReferral = true;
        } else {
            writer.truncate();
        }
        return ResponseCode.NOERROR;
    }

    /** Writes the addresses of a referral's servers, when all else is written. */
    private void referralAddresses() {
        RrsetCursor servers = lookup.node().rrsets();
        if (servers.find(RecordType.NS)) {
            int at = name.ancestorAt(lookup.depth());
            addresses.ofReferral(servers, name.wire, at, name.length - at, question.dnssecOk);
        }
    }

    /**
     * Answers from a node.
     *
     * @param isWildcard whether it is the source of synthesis (RFC 4592 §3.3.1), not the name's own
     */
    private int node(RrsetCursor rrsets, boolean isWildcard) {
        int type = question.type;
        writer.authoritative();
        if (type == RecordType.ANY) {
            return any(rrsets, isWildcard);
        }
        if (type == RecordType.RRSIG) {
            return signatures(rrsets, isWildcard);
        }
        if (rrsets.find(type) && rrsets.count() > 0) {
            return answer(rrsets, question.dnssecOk) ? answered(isWildcard) : truncated();
        }
        return aliasOrNothing(rrsets, isWildcard);
    }

    /** Types that may stand beside a CNAME are asked of its own name (RFC 4035 §2.5). */
    private int aliasOrNothing(RrsetCursor rrsets, boolean isWildcard) {
        return question.type != RecordType.CNAME
                        && question.type != RecordType.NSEC
                        && rrsets.find(RecordType.CNAME)
                        && rrsets.count() > 0
                ? cname(rrsets, isWildcard)
                : noType(isWildcard);
    }

    private boolean answer(RrsetCursor rrset, boolean withSignatures) {
        return writer.rrset(
                ResponseWriter.ANSWER,
                name.wire,
                0,
                name.pointer(name.depth),
                rrset,
                withSignatures,
                ResponseWriter.ANY_TTL);
    }

    private int truncated() {
        writer.truncate();
        return ResponseCode.NOERROR;
    }

    /** Finishes an answer that has what was asked for. */
    private int answered(boolean isWildcard) {
        if (isWildcard && !denial.wildcard(name, lookup)) {
            writer.truncate();
        } else if (full) {
            zoneServers();
        }
        return ResponseCode.NOERROR;
    }

    /** Writes the zone's NS if there is room: nobody asked for them (RFC 2181 §9). */
    private void zoneServers() {
        if (!other.seek(name.key, 0)) {
            return;
        }
        RrsetCursor rrsets = other.node().rrsets();
        if (rrsets.find(RecordType.NS)
                && rrsets.count() > 0
                && !writer.has(rrsets, name.wire, name.ancestorAt(0))) {
            writer.rrset(
                    ResponseWriter.AUTHORITY,
                    name.wire,
                    name.ancestorAt(0),
                    name.pointer(0),
                    rrsets,
                    question.dnssecOk,
                    ResponseWriter.ANY_TTL);
        }
    }

    private int any(RrsetCursor rrsets, boolean isWildcard) {
        if (fullAny) {
            return all(rrsets, isWildcard);
        }
        if (!SmallestRrset.find(rrsets)) {
            return noType(isWildcard);
        }
        return answer(rrsets, question.dnssecOk) ? answered(isWildcard) : truncated();
    }

    /** All RRsets with all their signatures. */
    private int all(RrsetCursor rrsets, boolean isWildcard) {
        boolean found = false;
        while (rrsets.next()) {
            if (rrsets.count() > 0) {
                found = true;
                if (!answer(rrsets, true)) {
                    return truncated();
                }
            }
        }
        return found ? answered(isWildcard) : noType(isWildcard);
    }

    /** All signatures, a CNAME's own too: they may stand beside it (RFC 4034 §3). */
    private int signatures(RrsetCursor rrsets, boolean isWildcard) {
        boolean found = false;
        while (rrsets.next()) {
            if (rrsets.signatureCount() > 0) {
                found = true;
                if (!writer.signatures(
                        ResponseWriter.ANSWER, name.wire, 0, name.pointer(name.depth), rrsets)) {
                    return truncated();
                }
            }
        }
        return found ? answered(isWildcard) : noType(isWildcard);
    }

    private int cname(RrsetCursor cname, boolean isWildcard) {
        if (!answer(cname, question.dnssecOk)) {
            return truncated();
        }
        aliases.add(name, isWildcard && denial != unsigned ? lookup.version() : null);
        RdataCursor rdata = cname.rdatas();
        rdata.next();
        return follow(rdata.bytes(), rdata.offset());
    }

    /** Goes on with another name, unless the chain is too long or comes back to where it was. */
    private int follow(byte[] wire, int offset) {
        if (aliases.isFull() || aliases.contains(wire, offset)) {
            return ResponseCode.NOERROR;
        }
        name.set(wire, offset);
        return AGAIN;
    }

    /** Redirects a name below a DNAME (RFC 6672 §3.2). */
    private int dname() {
        int depth = lookup.depth();
        int at = name.ancestorAt(depth);
        RrsetCursor dname = lookup.node().rrsets();
        writer.authoritative();
        if (!dname.find(RecordType.DNAME)
                || !writer.has(dname, name.wire, at)
                        && !writer.rrset(
                                ResponseWriter.ANSWER,
                                name.wire,
                                at,
                                name.pointer(depth),
                                dname,
                                question.dnssecOk,
                                ResponseWriter.ANY_TTL)) {
            return truncated();
        }
        RdataCursor rdata = dname.rdatas();
        rdata.next();
        if (at + rdata.length() > Name.MAX_WIRE_LENGTH) {
            return ResponseCode.YXDOMAIN;
        }
        System.arraycopy(name.wire, 0, target, 0, at);
        System.arraycopy(rdata.bytes(), rdata.offset(), target, at, rdata.length());
        if (!writer.synthesizedCname(name.wire, 0, name.pointer(name.depth), dname.ttl(), target)) {
            return truncated();
        }
        if (question.type == RecordType.CNAME) {
            return ResponseCode.NOERROR;
        }
        aliases.add(name, null);
        return follow(target, 0);
    }

    /**
     * No node and nothing below: a wildcard at the closest encloser, or nothing (RFC 4592 §3.3).
     */
    private int absent() {
        int length = NsecDenial.wildcardKey(name, lookup.depth(), wildcardKey);
        if (other.seek(wildcardKey, length)) {
            return node(other.node().rrsets(), true);
        }
        writer.authoritative();
        if (other.isEmptyNonTerminal(wildcardKey, length)) {
            return noType(true);
        }
        if (!soa() || !denial.noName(name, lookup)) {
            writer.truncate();
        }
        return ResponseCode.NXDOMAIN;
    }

    private int empty() {
        writer.authoritative();
        if (!soa() || !denial.noType(name, lookup, true)) {
            writer.truncate();
        }
        return ResponseCode.NOERROR;
    }

    private int noType(boolean isWildcard) {
        boolean fits =
                soa()
                        && (isWildcard
                                ? denial.wildcardNoType(name, lookup)
                                : denial.noType(name, lookup, false));
        if (!fits) {
            writer.truncate();
        }
        return ResponseCode.NOERROR;
    }

    /** The SOA of a negative answer, its TTL bounded by its last field (RFC 2308 §3). */
    private boolean soa() {
        if (!other.seek(name.key, 0)) {
            return true;
        }
        RrsetCursor rrsets = other.node().rrsets();
        if (!rrsets.find(RecordType.SOA) || rrsets.count() == 0) {
            return true;
        }
        RdataCursor rdata = rrsets.rdatas();
        rdata.next();
        return writer.rrset(
                ResponseWriter.AUTHORITY,
                name.wire,
                name.ancestorAt(0),
                name.pointer(0),
                rrsets,
                question.dnssecOk,
                last32(rdata));
    }

    private static long last32(RdataCursor rdata) {
        byte[] bytes = rdata.bytes();
        int at = rdata.offset() + rdata.length() - 4;
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    /**
     * Proves, now that the answer section is closed, that aliases came from wildcards rightly. The
     * additional section is still to come: where the chain ended stays as it is.
     */
    private void proveAliases() {
        for (int i = 0; i < aliases.size(); i++) {
            ZoneVersion version = aliases.provedBy(i);
            if (version != null) {
                alias.set(aliases.name(i), 0);
                alias.relativeTo(version.apex().labelCount());
                other.open(version);
                openDenial(version);
                if (other.find(alias) == ZoneLookup.Found.ABSENT
                        && !denial.wildcard(alias, other)) {
                    writer.truncate();
                    return;
                }
            }
        }
        aliases.clear();
    }
}
