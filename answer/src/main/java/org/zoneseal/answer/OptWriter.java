package org.zoneseal.answer;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.Publication;

/**
 * Writes the OPT record of an answer, straight into the message (RFC 6891 §6.1.2). Mutable, for one
 * thread; nothing is allocated.
 *
 * <p>First {@link #plan} says how much room to keep, then the sections are written, and then {@link
 * #write} puts the record behind them. Options go along that the client asked for, no others but
 * the extended error, which RFC 8914 §3 allows, and the reporting agent (RFC 9567 §6.2). What
 * explains rather than answers (the error's text, padding) goes in if there is room.
 */
final class OptWriter {

    /** There is no extended error. */
    static final int NO_ERROR_CODE = -1;

    private static final int FIXED_LENGTH = 11;
    private static final int OPTION_HEADER = 4;

    /** Answers on an encrypted way are padded to a multiple of this (RFC 8467 §4.1). */
    private static final int PADDING_BLOCK = 468;

    private final Request request;
    private final ServerCookie cookie;
    private int planned;
    private boolean namesAgent;
    private int errorCode = NO_ERROR_CODE;
    private @Nullable Publication zone;
    private int zoneLabels;
    private int end;

    OptWriter(Request request, ServerCookie cookie) {
        this.request = request;
        this.cookie = cookie;
    }

    /** The record alone; the bytes that it takes. */
    int planNothing() {
        planned = 0;
        namesAgent = false;
        zone = null;
        errorCode = NO_ERROR_CODE;
        return request.hasOpt() ? FIXED_LENGTH : 0;
    }

    /** Decides which options go along; the bytes that they and the record may take. */
    int plan(AnswerSettings settings, RequestFacts facts) {
        if (planNothing() == 0) {
            return 0;
        }
        int length = FIXED_LENGTH;
        int options = 0;
        if (request.asks(Request.ANYTHING)) {
            if (cookie.isTaken()) {
                options |= Request.COOKIE;
                length += OPTION_HEADER + ServerCookie.LENGTH;
            }
            if (request.asks(Request.NSID) && settings.identity().name().length > 0) {
                options |= Request.NSID;
                length += OPTION_HEADER + settings.identity().name().length;
            }
            if (request.asks(Request.KEEPALIVE)
                    && facts.transport.isStream()
                    && facts.keepAlive > 0) {
                options |= Request.KEEPALIVE;
                length += OPTION_HEADER + 2;
            }
            if (request.asks(Request.EXPIRE)) {
                options |= Request.EXPIRE;
                length += OPTION_HEADER + 4;
            }
            if (request.asks(Request.ZONEVERSION)) {
                options |= Request.ZONEVERSION;
                length += OPTION_HEADER + 6;
            }
            if (request.asks(Request.PADDING) && facts.transport == Transport.TLS) {
                options |= Request.PADDING;
            }
        }
        if (!settings.reportAgent().isRoot()) {
            namesAgent = true;
            length += OPTION_HEADER + settings.reportAgent().wireLength();
        }
        planned = options;
        return length;
    }

    /** Says that one of {@link org.zoneseal.dns.ExtendedError} goes along. */
    void error(int code) {
        errorCode = code;
    }

    /** Says which zone the answer is from, and how many labels its apex has. */
    void zone(@Nullable Publication from, int labels) {
        zone = from;
        zoneLabels = labels;
    }

    /**
     * Writes the record behind the sections and counts it in the header.
     *
     * @param at where the sections end
     * @param limit where the message must end
     * @param behind bytes of what follows the record: a signature
     * @return the offset behind the record
     */
    int write(
            AnswerSettings settings,
            RequestFacts facts,
            byte[] out,
            int start,
            int at,
            int limit,
            int behind,
            int responseCode) {
        Publication from = zone;
        // Versions live as long as somebody holds them: not until the next query.
        zone = null;
        if (!request.hasOpt() || at + FIXED_LENGTH > limit) {
            return at;
        }
        out[at] = 0;
        Wire.put16(out, at + 1, RecordType.OPT);
        Wire.put16(out, at + 3, settings.udpPayload());
        Wire.put16(out, at + 5, responseCode >> 4 << 8);
        Wire.put16(out, at + 7, request.dnssecOk() ? Edns.DNSSEC_OK : 0);
        end = at + FIXED_LENGTH;
        if (planned != 0) {
            asked(settings, facts, out, start, from);
        }
        if (namesAgent) {
            option(out, EdnsOption.REPORT_CHANNEL, settings.reportAgent().wireLength());
            end = settings.reportAgent().writeTo(out, end);
        }
        if (errorCode != NO_ERROR_CODE) {
            extendedError(out, limit);
        }
        if ((planned & Request.PADDING) != 0) {
            padding(out, start, limit, behind);
        }
        Wire.put16(out, at + 9, end - at - FIXED_LENGTH);
        Wire.put16(out, start + 10, Wire.u16(out, start + 10) + 1);
        return end;
    }

    private void asked(
            AnswerSettings settings,
            RequestFacts facts,
            byte[] out,
            int start,
            @Nullable Publication from) {
        if ((planned & Request.COOKIE) != 0) {
            option(out, EdnsOption.COOKIE, ServerCookie.LENGTH);
            end = cookie.write(out, end);
        }
        if ((planned & Request.NSID) != 0) {
            byte[] name = settings.identity().name();
            option(out, EdnsOption.NSID, name.length);
            System.arraycopy(name, 0, out, end, name.length);
            end += name.length;
        }
        if ((planned & Request.KEEPALIVE) != 0) {
            option(out, EdnsOption.TCP_KEEPALIVE, 2);
            end = Wire.put16(out, end, facts.keepAlive);
        }
        if (from != null && (planned & Request.EXPIRE) != 0) {
            expire(out, start, from, facts.nowSeconds);
        }
        if (from != null && (planned & Request.ZONEVERSION) != 0) {
            option(out, EdnsOption.ZONEVERSION, 6);
            out[end] = (byte) zoneLabels;
            // Type 0: the SOA serial (RFC 9660 §2.1).
            out[end + 1] = 0;
            end = Wire.put32(out, end + 2, from.serial());
        }
    }

    private void option(byte[] out, int code, int length) {
        Wire.put16(out, end, code);
        end = Wire.put16(out, end + 2, length);
    }

    /**
     * EXPIRE, if the answer is the SOA of the name that was asked (RFC 7314 §3): the seconds that
     * are left, or here at the primary the SOA's own field.
     */
    private void expire(byte[] out, int start, Publication from, long now) {
        // Its owner is a pointer to the question, or the root, which takes less than a pointer. Of
        // another name it is not: before that would be an alias.
        int fixed = start + request.questionEnd() + (request.nameLength() == 1 ? 1 : 2);
        if (request.type() != RecordType.SOA
                || Wire.u16(out, start + 6) == 0
                || Wire.u16(out, fixed) != RecordType.SOA) {
            return;
        }
        int rdataEnd = fixed + 10 + Wire.u16(out, fixed + 8);
        long seconds =
                from.expiresAt() == Publication.NEVER
                        ? Wire.u32(out, rdataEnd - 8)
                        : Math.max(0, from.expiresAt() - now);
        option(out, EdnsOption.EXPIRE, 4);
        end = Wire.put32(out, end, Math.min(seconds, 0xffffffffL));
    }

    private void extendedError(byte[] out, int limit) {
        byte[] text = ErrorTexts.of(errorCode);
        int length = 2 + text.length;
        if (end + OPTION_HEADER + length > limit) {
            length = 2;
        }
        if (end + OPTION_HEADER + length <= limit) {
            option(out, EdnsOption.EXTENDED_ERROR, length);
            end = Wire.put16(out, end, errorCode);
            System.arraycopy(text, 0, out, end, length - 2);
            end += length - 2;
        }
    }

    /** Zeros up to the next multiple, as far as there is room. */
    private void padding(byte[] out, int start, int limit, int behind) {
        int data = end + OPTION_HEADER;
        int length = data - start + behind;
        int whole = (length + PADDING_BLOCK - 1) / PADDING_BLOCK * PADDING_BLOCK;
        int zeros = Math.min(whole - length, limit - data);
        if (zeros >= 0) {
            option(out, EdnsOption.PADDING, zeros);
            for (int i = 0; i < zeros; i++) {
                out[end + i] = 0;
            }
            end += zeros;
        }
    }
}
