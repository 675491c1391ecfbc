package org.zoneseal.answer;

import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordType;

/**
 * A query read where it lies: header, question, OPT, and whether it is signed. Mutable, for one
 * thread; nothing is allocated and, whatever the bytes, nothing thrown.
 *
 * <p>One pass from the first byte to the last. It is not {@link MessageReader} because nearly every
 * query is one question and one OPT, and what is to be known of them fits into a few numbers; and
 * because a lane must not pay an exception for what anybody can send it at line rate. Names in
 * records are stepped over, never followed: a pointer costs two bytes, not a walk.
 */
final class Request {

    /** What is to be done with it. */
    enum Kind {
        /** Nothing: no whole header, or a response. */
        SILENT,
        /** FORMERR. */
        MALFORMED,
        /** NOTIMP: an opcode that this server does not know. */
        UNKNOWN_OPCODE,
        /**
         * No question, but a cookie: somebody wants a new one (RFC 7873 §5.4). Or another version
         * of EDNS, of which nobody here knows what it asks.
         */
        WITHOUT_QUESTION,
        /** A transfer, NOTIFY or UPDATE, for others to look into. */
        HANDED_OVER,
        /** A whole query with one question. */
        QUESTION
    }

    /** Bits of {@link #asked}: options that are answered if they are asked for. */
    static final int COOKIE = 1;

    static final int NSID = 1 << 1;
    static final int EXPIRE = 1 << 2;
    static final int KEEPALIVE = 1 << 3;
    static final int PADDING = 1 << 4;
    static final int ZONEVERSION = 1 << 5;

    /** Any of these. */
    static final int ANYTHING = (1 << 6) - 1;

    /** Flags of a query that go into its answer: the opcode and RD. */
    private static final int KEPT_FLAGS = 0x7800 | MessageFlags.RECURSION_DESIRED;

    private static final int QUESTION_FIXED = 4;
    private static final int RECORD_FIXED = 10;
    private static final int MAX_LABEL = Name.MAX_LABEL_LENGTH;
    private static final int POINTER = 0xc0;

    private byte[] bytes = new byte[MessageReader.HEADER_LENGTH];
    private int start;
    private int end;
    private int position;

    private int flags;
    private int nameLength;
    private int type;
    private int recordClass;

    private boolean hasOpt;
    private int payload;
    private int version;
    private boolean dnssecOk;
    private int asked;
    private int cookieOffset;
    private int cookieLength;
    private boolean signed;

    /** Reads a query. */
    Kind read(byte[] query, int offset, int length, Transport transport) {
        bytes = query;
        start = offset;
        end = offset + length;
        hasOpt = false;
        payload = Edns.MIN_PAYLOAD;
        version = 0;
        dnssecOk = false;
        asked = 0;
        signed = false;
        nameLength = 0;
        if (length < MessageReader.HEADER_LENGTH) {
            return Kind.SILENT;
        }
        flags = u16(start + 2);
        if ((flags & MessageFlags.RESPONSE) != 0) {
            return Kind.SILENT;
        }
        return switch (opcode()) {
            case Opcode.QUERY -> query(transport);
            case Opcode.NOTIFY, Opcode.UPDATE -> {
                position = start + MessageReader.HEADER_LENGTH;
                yield handedOver(u16(start + 4) == 1 && question());
            }
            default -> unknown(transport);
        };
    }

    /** If it looks like a query, an OPT record in it is answered with one (RFC 6891 §6.1.1). */
    private Kind unknown(Transport transport) {
        if (query(transport) == Kind.MALFORMED) {
            hasOpt = false;
        }
        nameLength = 0;
        return Kind.UNKNOWN_OPCODE;
    }

    private Kind query(Transport transport) {
        int questions = u16(start + 4);
        position = start + MessageReader.HEADER_LENGTH;
        // More than one question is malformed (RFC 9619 §4).
        if (questions > 1 || questions == 1 && !question()) {
            nameLength = 0;
            return Kind.MALFORMED;
        }
        if (questions == 1 && isTransfer(transport)) {
            return handedOver(true);
        }
        // Neither answers nor authority records belong into a query.
        if (u16(start + 6) != 0
                || u16(start + 8) != 0
                || !additional(u16(start + 10))
                || position != end) {
            return Kind.MALFORMED;
        }
        if (questions == 1) {
            return Kind.QUESTION;
        }
        return (asked & COOKIE) != 0 || version > 0 ? Kind.WITHOUT_QUESTION : Kind.MALFORMED;
    }

    /**
     * Looks for what tells the sender from a forger, a cookie and a signature. If not all of it is
     * whole, there is none: what is wrong, others say.
     */
    private Kind handedOver(boolean hasQuestion) {
        boolean isWhole =
                hasQuestion
                        && areSteppedOver(u16(start + 6) + u16(start + 8))
                        && additional(u16(start + 10))
                        && position == end;
        if (!isWhole) {
            hasOpt = false;
            asked = 0;
            signed = false;
        }
        return Kind.HANDED_OVER;
    }

    private boolean areSteppedOver(int records) {
        for (int left = records; left > 0; left--) {
            int fixed = behindName();
            if (fixed < 0 || fixed + RECORD_FIXED > end) {
                return false;
            }
            position = fixed + RECORD_FIXED + u16(fixed + 8);
        }
        return position <= end;
    }

    /** IXFR by either way, AXFR over connections alone (RFC 5936 §4.2). */
    private boolean isTransfer(Transport transport) {
        return type == RecordType.IXFR || type == RecordType.AXFR && transport.isStream();
    }

    /**
     * Steps over the question. No pointer can be in it: there is no earlier name to lead back to.
     */
    private boolean question() {
        int at = position;
        int furthest = Math.min(end, at + Name.MAX_WIRE_LENGTH) - 1;
        int label;
        do {
            if (at > furthest) {
                return false;
            }
            label = bytes[at] & 0xff;
            if (label > MAX_LABEL) {
                return false;
            }
            at += label + 1;
        } while (label != 0);
        if (at + QUESTION_FIXED > end) {
            return false;
        }
        nameLength = at - position;
        type = u16(at);
        recordClass = u16(at + 2);
        position = at + QUESTION_FIXED;
        return true;
    }

    /** Steps over the additional records; false if one is not whole or not where it may be. */
    private boolean additional(int count) {
        for (int left = count; left > 0; left--) {
            boolean atRoot = position < end && bytes[position] == 0;
            int fixed = behindName();
            if (fixed < 0 || fixed + RECORD_FIXED > end) {
                return false;
            }
            int rdata = fixed + RECORD_FIXED;
            int behind = rdata + u16(fixed + 8);
            if (behind > end) {
                return false;
            }
            switch (u16(fixed)) {
                case RecordType.OPT -> {
                    // One at most, owned by the root (RFC 6891 §6.1.1).
                    if (hasOpt || !atRoot) {
                        hasOpt = false;
                        return false;
                    }
                    if (!opt(fixed, rdata, behind)) {
                        return false;
                    }
                }
                case RecordType.TSIG -> {
                    // The last one of all (RFC 8945 §5.1).
                    if (left != 1) {
                        return false;
                    }
                    signed = true;
                }
                default -> {
                    // Nothing else in there has a meaning for a query.
                }
            }
            position = behind;
        }
        return true;
    }

    /** The offset behind the name at the position, or -1 if it is not whole or too long. */
    private int behindName() {
        int at = position;
        while (at < end) {
            int label = bytes[at] & 0xff;
            if (label == 0) {
                return at + 1;
            }
            if (label > MAX_LABEL) {
                return label >= POINTER && at + 2 <= end ? at + 2 : -1;
            }
            at += label + 1;
            if (at - position >= Name.MAX_WIRE_LENGTH) {
                return -1;
            }
        }
        return -1;
    }

    private boolean areWhole(int from, int behind) {
        int at = from;
        while (at + 4 <= behind) {
            at += 4 + u16(at + 2);
        }
        return at == behind;
    }

    /**
     * Takes an OPT record; false if one of its options is malformed. Those of another version are
     * not looked at: BADVERS comes before all that they may mean (RFC 6891 §6.1.3).
     */
    private boolean opt(int fixed, int rdata, int behind) {
        version = bytes[fixed + 5] & 0xff;
        hasOpt = version > 0 || areWhole(rdata, behind);
        if (!hasOpt) {
            return false;
        }
        payload = Math.max(u16(fixed + 2), Edns.MIN_PAYLOAD);
        dnssecOk = (u16(fixed + 6) & Edns.DNSSEC_OK) != 0;
        if (version > 0) {
            return true;
        }
        int at = rdata;
        while (at < behind) {
            int length = u16(at + 2);
            if (!option(u16(at), at + 4, length)) {
                return false;
            }
            at += 4 + length;
        }
        return true;
    }

    /** Takes an option; false if its length is one that it must not have. */
    private boolean option(int code, int data, int length) {
        switch (code) {
            case EdnsOption.COOKIE -> {
                // Of several the first counts (RFC 7873 §5.2).
                if ((asked & COOKIE) == 0) {
                    if (!ServerCookie.isPossible(length)) {
                        return false;
                    }
                    asked |= COOKIE;
                    cookieOffset = data;
                    cookieLength = length;
                }
            }
            case EdnsOption.PADDING -> asked |= PADDING;
            // What a client says in these is not looked at (RFC 5001 §2.1, RFC 7828 §3.2.1).
            case EdnsOption.NSID -> asked |= NSID;
            case EdnsOption.TCP_KEEPALIVE -> asked |= KEEPALIVE;
            // To these the empty option is the question; with data they are none.
            case EdnsOption.EXPIRE -> asked |= length == 0 ? EXPIRE : 0;
            case EdnsOption.ZONEVERSION -> asked |= length == 0 ? ZONEVERSION : 0;
            default -> {
                // Options that are not known are ignored (RFC 6891 §6.1.2).
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    int id() {
        return u16(start);
    }

    int opcode() {
        return flags >> 11 & 0xf;
    }

    /** What the answer's header begins with: QR, the opcode, and RD as it was. */
    int answerFlags() {
        return flags & KEPT_FLAGS | MessageFlags.RESPONSE;
    }

    /** Bytes of the question's name; 0 if there is no question that could be repeated. */
    int nameLength() {
        return nameLength;
    }

    int nameOffset() {
        return start + MessageReader.HEADER_LENGTH;
    }

    /** Bytes of header and question. */
    int questionEnd() {
        return MessageReader.HEADER_LENGTH + (nameLength == 0 ? 0 : nameLength + QUESTION_FIXED);
    }

    int type() {
        return type;
    }

    int recordClass() {
        return recordClass;
    }

    /** Whether there is one OPT record, well-formed. */
    boolean hasOpt() {
        return hasOpt;
    }

    /** Bytes that the client takes by UDP, at least 512. */
    int payload() {
        return payload;
    }

    /** The version of EDNS. */
    int version() {
        return version;
    }

    boolean dnssecOk() {
        return dnssecOk;
    }

    /** Whether an option is asked for. */
    boolean asks(int option) {
        return (asked & option) != 0;
    }

    int cookieOffset() {
        return cookieOffset;
    }

    int cookieLength() {
        return cookieLength;
    }

    /** Whether there is a TSIG record, the last one of all. */
    boolean isSigned() {
        return signed;
    }

    private int u16(int at) {
        return Wire.u16(bytes, at);
    }
}
